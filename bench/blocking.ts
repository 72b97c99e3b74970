import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { developmentSettings } from '../dev/oss/development-settings';
import { createPolicyAnswer } from '../server/policy';
import { readOssSettings, readServerSettings } from '../server/settings';

/** Of each size; the least counts, since what else runs on the computer only adds to it. */
const RUNS = 5;

/**
 * Measures the longest stretch for which the service blocks the page, without a JIT as on iPhones: on a `wx` that takes no
 * time itself, from the call into the service until its last microtask.
 */
export async function benchBlocking(print: (line: string) => void): Promise<void> {
  for (const images of [500, 2000]) {
    const code = await bundled(images);
    const shortest: Record<string, number> = {};
    for (let run = 0; run < RUNS; run++) {
      const { stdout } = await promisify(execFile)(process.execPath, ['--jitless', '-e', code]);
      const { longest } = JSON.parse(stdout); // as blocking-run.ts prints it
      for (const [phase, took] of Object.entries<number>(longest)) {
        shortest[phase] = Math.min(shortest[phase] ?? took, took);
      }
    }
    const phases = Object.entries(shortest).map(([phase, took]) => `${phase} ${took.toFixed(1)} ms`);
    print(`${images} images without a JIT, longest stretch (reach: 5 ms): ${phases.join(', ')}`);
  }
}

async function bundled(images: number): Promise<string> {
  const oss = readOssSettings(developmentSettings);
  const { limits } = readServerSettings(developmentSettings);
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, 'blocking-run.ts')],
    bundle: true,
    format: 'cjs',
    write: false,
    define: { IMAGES: String(images), POLICY: JSON.stringify(createPolicyAnswer(oss, limits, new Date())) },
  });
  return outputFiles[0]?.text ?? '';
}
