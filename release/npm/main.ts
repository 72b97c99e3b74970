import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { buildNpmPackage } from './build';
import { pack } from './pack';

const HELP = `Usage: npm run build:npm

Builds the npm package for other mini-programs in .build/npm and packs it into a .tgz file that can be installed. To publish
it, run npm publish .build/npm.

  --help  show this help
`;

function readArguments(args: string[]): 'build' | 'help' {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  return values.help ? 'help' : 'build';
}

async function run(): Promise<undefined> {
  const folder = path.resolve('.build');
  const target = path.join(folder, 'npm');
  await buildNpmPackage(target);
  const file = pack(target, folder);
  process.stdout.write(`Built ${target}.
In the folder of your mini-program with app.json: npm install ${file}
Then choose 工具 → 构建 npm in DevTools.
`);
}

void runCommand({ name: 'npm run build:npm', help: HELP, readArguments, run });
