import { benchLocalOssMemory } from './local-oss-memory';
import { benchPageWork } from './page-work';
import { benchSaveToScreen } from './save-to-screen';
import { benchStartUp } from './start-up';
import { benchUploadLink } from './upload-link';

const BENCHMARKS: Readonly<Record<string, (print: (line: string) => void) => Promise<void>>> = {
  'start-up': benchStartUp,
  'save-to-screen': benchSaveToScreen,
  'upload-link': benchUploadLink,
  'page-work': benchPageWork,
  'local-oss-memory': benchLocalOssMemory,
};

/** `npm run bench [-- NAME …]`: measures and prints; nothing here passes or fails. */
async function main(): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
    const bench = BENCHMARKS[name];
    if (!bench) throw new Error(`Expected one of ${Object.keys(BENCHMARKS).join(', ')}, got "${name}".`);
    await bench(print);
  }
}

void main();
