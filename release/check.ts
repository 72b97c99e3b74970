import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../dev/cli/command-line';
import { checkProject } from './check/check-project';
import { exitAfter } from './exit-after';
import { isProjectFolder, readProject } from './project';
import { explain } from './wechat/explain';

const HELP = `Usage: npm run package -- [DIR] [--release]

Compiles a mini-program as an upload would, with WeChat's own compiler but offline and without a key, and checks what the
compiler does not: types, require, WXML and WXS, secrets, private addresses, size.

  DIR        folder with project.config.json (default: this one)
  --release  also check what a trial or release version needs: appid, no example backend, urlCheck
  --help     show this help

The exit status is 0 if the package can be uploaded, 1 if not, 2 for invalid arguments.
`;

interface Arguments {
  readonly folder: string;
  readonly release: boolean;
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false }, release: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  const [folder = '.', ...more] = positionals;
  if (more.length > 0) throw new Error(`Expected one folder, got ${positionals.length}.`);
  if (isProjectFolder(folder)) return { folder: path.resolve(folder), release: values.release };
  throw new Error(`Expected DIR to be a folder with project.config.json, got "${folder}".`);
}

function run({ folder, release }: Arguments): Promise<never> {
  return exitAfter(async () => {
    const project = readProject(folder);
    const appid = process.env['MINIPROGRAM_APPID'] || project.appid;
    const { faults, summary } = await checkProject(project, { release, appid });
    for (const fault of faults) console.error(fault);
    return { exitCode: faults.length === 0 ? 0 : 1, text: `${summary.join('\n')}\n` };
  }, explain);
}

void runCommand({ name: 'npm run package', help: HELP, readArguments, run });
