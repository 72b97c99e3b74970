import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../cli/command-line';
import { GENERATED } from './generated';

const ROOT = path.join(__dirname, '../..');

const HELP = `Usage: npm run docs

Generates documents from the sources: ${Object.keys(GENERATED).join(', ')}.
The tests fail if one of them is out of date.

  --help  show this help
`;

function readArguments(args: string[]): 'write' | 'help' {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  return values.help ? 'help' : 'write';
}

async function run(): Promise<undefined> {
  for (const [name, render] of Object.entries(GENERATED)) {
    const file = path.join(ROOT, name);
    const text = await render();
    const isCurrent = (await readFile(file, 'utf8').catch(() => '')) === text;
    if (!isCurrent) await writeFile(file, text);
    process.stdout.write(`${isCurrent ? 'current' : 'written'}  ${name}\n`);
  }
}

void runCommand({ name: 'npm run docs', help: HELP, readArguments, run });
