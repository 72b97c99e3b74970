import { printable } from './printable';

export interface Command<Arguments> {
  /** How it is called: `npm run oss`. */
  name: string;
  /** What `--help` prints. */
  help: string;
  /** @throws Error whose message says what is wrong with them */
  readArguments: (args: string[]) => Arguments | 'help';
  /** Runs the command to its end, or starts what the returned `close` stops. */
  run: (args: Arguments) => Promise<{ close(): Promise<void> } | undefined>;
}

/**
 * Runs a command: to its end, or until Ctrl-C. Exit status: 2 for wrong arguments, 1 for a start that fails; both with one clear message.
 * A second Ctrl-C ends the process at once.
 */
export async function runCommand<Arguments>({ name, help, readArguments, run }: Command<Arguments>): Promise<void> {
  let args: Arguments | 'help';
  try {
    args = readArguments(process.argv.slice(2));
  } catch (error) {
    return fail(`${oneLine(error)} See ${name} -- --help.`, 2);
  }
  if (args === 'help') {
    process.stdout.write(help);
    return;
  }
  try {
    const running = await run(args);
    if (!running) return;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}

/** The message without what `parseArgs` adds about positional arguments, which is about other commands. */
function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const isUnknownOption = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  const line = (isUnknownOption ? text.replace(/'\. .*$/s, "'") : text).replace(/\s*\n\s*/g, ' ');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`${message.split('\n').map(printable).join('\n')}\n`);
  process.exitCode = exitCode;
}
