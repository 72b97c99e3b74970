import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { SLICE } from '../miniprogram/services/oss-upload/image/file-crc64';

const IMAGE_FOLDER = path.join(__dirname, '../miniprogram/services/oss-upload/image');
const MB = 1024 ** 2;

/** Sums 4 MB in slices as an upload does, again and again, and prints the milliseconds for 1 MB and of the slowest slice. */
const MEASURE = `
const slices = Array.from({ length: ${(4 * MB) / SLICE} }, (_, n) => new Uint8Array(${SLICE}).map((_, i) => (i * 7919 + n) >>> 3));
const runs = Array.from({ length: 5 }, () => {
  const sum = createCrc64();
  const times = slices.map((slice) => {
    const begun = performance.now();
    sum.add(slice);
    return performance.now() - begun;
  });
  return [times.reduce((all, time) => all + time) / 4, Math.max(...times)];
});
const [perMegabyte, slowest] = runs.sort((a, b) => a[0] - b[0])[2];
console.log(JSON.stringify({ perMegabyte, slowest }));
`;

/** What the checksum of an upload (`verify`) costs: time with and without a JIT, as on iPhones, and code. */
export async function benchChecksum(print: (line: string) => void): Promise<void> {
  const code = await bundled(`import { createCrc64 } from './crc64'; ${MEASURE}`, false);
  for (const [name, flags] of [
    ['with a JIT', []],
    ['without a JIT', ['--jitless']],
  ] as const) {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', code]);
    const { perMegabyte, slowest } = JSON.parse(stdout); // as printed above
    print(
      `checksum ${name}: ${perMegabyte.toFixed(1)} ms for 1 MB, ${slowest.toFixed(1)} ms for the slowest slice of ${SLICE / 1024} KB (reach: 10 ms)`,
    );
  }
  const size = (await bundled(`export { fileCrc64 } from './file-crc64';`, true)).length;
  print(`  ${size} bytes of code, minified`);
}

/** The code without what the package has anyway. */
async function bundled(contents: string, minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: IMAGE_FOLDER, loader: 'ts' },
    bundle: true,
    external: ['../errors/*', '../wx/*'],
    format: 'cjs',
    write: false,
    minify,
  });
  return outputFiles[0]?.text ?? '';
}
