import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { buildNpmPackage } from './build';

const HELP = `Usage: npm run build:npm

Builds the npm package for other mini-programs in .build/npm. Publish it with: npm publish .build/npm

  --help  show this help
`;

function readArguments(args: string[]): 'build' | 'help' {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  return values.help ? 'help' : 'build';
}

async function run(): Promise<undefined> {
  const target = path.resolve('.build/npm');
  await buildNpmPackage(target);
  process.stdout.write(`Built ${target}.\n`);
}

void runCommand({ name: 'npm run build:npm', help: HELP, readArguments, run });
