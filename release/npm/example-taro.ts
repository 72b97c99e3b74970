import { execSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { buildNpmPackage } from './build';

const HELP = `Usage: npm run example:taro

Builds the npm package, installs it into a copy of examples/taro in .build/taro, builds that mini-program with Taro and
checks it as npm run package does. Installing Taro takes a minute or two and 450 MB of disk.

  --help  show this help
`;

function readArguments(args: string[]): 'build' | 'help' {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  return values.help ? 'help' : 'build';
}

async function run(): Promise<undefined> {
  const root = path.resolve(__dirname, '../..');
  const built = path.join(root, '.build/npm');
  const project = path.join(root, '.build/taro');
  await buildNpmPackage(built);
  await rm(project, { recursive: true, force: true });
  await cp(path.join(root, 'examples/taro'), project, { recursive: true });
  const manifest = path.join(project, 'package.json');
  const fromDisk = (await readFile(manifest, 'utf8')).replace(
    /("wechat-oss-upload": )".*"/,
    `$1${JSON.stringify(`file:${built}`)}`,
  );
  await writeFile(manifest, fromDisk);
  const inProject = (command: string) =>
    execSync(command, { cwd: project, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
  inProject('npm install --include=dev --no-audit --no-fund');
  inProject('npm run build');
  execSync('npm run package -- .build/taro', { cwd: root, stdio: 'inherit' });
}

void runCommand({ name: 'npm run example:taro', help: HELP, readArguments, run });
