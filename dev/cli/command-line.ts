import { printable } from './printable';

/** A server that a command has started. */
export interface Running {
  /** What is printed once Ctrl-C ends it in an orderly way. */
  readonly ready: string;
  close(): Promise<void>;
}

export interface Command<Arguments> {
  /** The command as typed: `npm run oss`. */
  name: string;
  /** What `--help` prints. */
  help: string;
  /** @throws Error that names the wrong argument */
  readArguments: (args: string[]) => Arguments | 'help';
  /** Runs to completion, or starts a server and returns it. */
  run: (args: Arguments) => Promise<Running | undefined>;
}

/**
 * Runs a command to completion or until Ctrl-C. Exits with status 2 for wrong arguments and 1 if it fails, with a message on stderr.
 * A second Ctrl-C kills the process.
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
    process.stdout.write(`${running.ready}\n`);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}

/** Puts the message on one line, without the hint on positional arguments that `parseArgs` appends to unknown options. */
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
