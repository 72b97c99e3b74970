import { parseArgs } from 'node:util';
import { runCommand } from '../cli/command-line';
import { COMMAND_GROUPS } from './commands';
import { renderHelp } from './render-help';

const HELP = `Usage: npm run help

Lists the commands of this project, grouped by purpose.

  --help  show this help
`;

function readArguments(args: string[]): 'list' | 'help' {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  return values.help ? 'help' : 'list';
}

async function run(): Promise<undefined> {
  process.stdout.write(renderHelp(COMMAND_GROUPS, process.platform));
}

void runCommand({ name: 'npm run help', help: HELP, readArguments, run });
