import { createInterface } from 'node:readline/promises';
import { runCommand } from '../dev/cli/command-line';
import { HELP, readArguments, type SetupArguments } from './arguments';
import { createBucketApi } from './bucket-api';
import { setUp } from './set-up';
import { readAdministrator } from './settings';

async function run({ yes, ...wishes }: SetupArguments): Promise<undefined> {
  const administrator = readAdministrator(process.env);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  print(`The bucket ${administrator.bucket} in ${administrator.region}; what is marked * would change:`);
  const api = createBucketApi(administrator);
  const isSetUp = await setUp({ wishes, api, print, confirm: async () => yes || (await ask()) });
  if (!isSetUp) process.exitCode = 1;
}

async function ask(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error('Expected --yes, or a terminal to ask at, got neither. Nothing was changed.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Change this? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

void runCommand({ name: 'npm run bucket:setup', help: HELP, readArguments, run });
