import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../dev/cli/command-line';
import { MAX_PACKAGE_SIZE, packageFaults, packageSize } from './check-package';

const HELP = `Usage: npm run package -- [DIR]

Compiles the mini-program as an upload would, with WeChat's own compiler but without its network, and checks the result:
its size, secrets, private addresses.

  DIR      folder with project.config.json (default: this one)
  --help   show this help

The exit status is 0 if the package may be uploaded, 1 if not, 2 for wrong arguments.
`;

function readArguments(args: string[]): string | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  const [folder = '.', ...more] = positionals;
  if (more.length > 0) throw new Error(`Expected one folder, got ${positionals.length}.`);
  if (existsSync(path.join(folder, 'project.config.json'))) return path.resolve(folder);
  throw new Error(`Expected DIR to be a folder with project.config.json, got "${folder}".`);
}

async function check(folder: string): Promise<number> {
  // Imported late, because miniprogram-ci takes seconds to load and prints, which --help and wrong arguments can do without.
  const { compilePackage } = await import('./compile');
  const files = await compilePackage(folder);
  const faults = packageFaults(files);
  for (const fault of faults) console.error(fault);
  process.stdout.write(`${files.size} files, ${packageSize(files)} of ${MAX_PACKAGE_SIZE} bytes\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Describes an error of WeChat's compiler, some of which name the file only in `path`. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return 'path' in error ? `${error.path}: ${error.message}` : error.message;
}

async function run(folder: string): Promise<never> {
  try {
    process.exit(await check(folder)); // miniprogram-ci would keep the process alive for ten minutes
  } catch (error) {
    console.error(describe(error));
    process.exit(1);
  }
}

void runCommand({ name: 'npm run package', help: HELP, readArguments, run });
