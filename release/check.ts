import path from 'node:path';
import { MAX_PACKAGE_SIZE, packageFaults, packageSize } from './check-package';
import { compilePackage } from './compile';

/** `npm run package [-- DIR]`: compiles the package as WeChat would, says how large it is and what is wrong with it. */
async function main(): Promise<number> {
  const files = await compilePackage(path.resolve(process.argv[2] ?? '.'));
  const faults = packageFaults(files);
  for (const fault of faults) console.error(fault);
  process.stdout.write(`${files.size} files, ${packageSize(files)} of ${MAX_PACKAGE_SIZE} bytes\n`);
  return faults.length === 0 ? 0 : 1;
}

// Exits by itself at once: miniprogram-ci would keep the process for ten minutes.
main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(describe(error));
    process.exit(1);
  },
);

/** WeChat's compiler leaves the file out of some messages and puts it beside them. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return 'path' in error ? `${error.path}: ${error.message}` : error.message;
}
