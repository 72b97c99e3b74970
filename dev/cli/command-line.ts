export interface Command<Arguments> {
  /** What `--help` prints. */
  help: string;
  /** @throws Error whose message says what is wrong with them */
  readArguments: (args: string[]) => Arguments | 'help';
  /** Does it, or starts it: then what comes back ends it. */
  run: (args: Arguments) => Promise<{ close(): Promise<void> } | undefined>;
}

/**
 * Runs a command: to its end, or until Ctrl-C. Exit status: 2 for wrong arguments, 1 for a start that fails; both in one clear message.
 * A second Ctrl-C ends the process at once.
 */
export async function runCommand<Arguments>({ help, readArguments, run }: Command<Arguments>): Promise<void> {
  let args: Arguments | 'help';
  try {
    args = readArguments(process.argv.slice(2));
  } catch (error) {
    return fail(error, 2);
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
    fail(error, 1);
  }
}

/** A port as it stands on the command line. @throws Error that names the option */
export function readPort(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`Expected --${option} to be a whole number from 0 to 65535, got "${text}".`);
}

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = exitCode;
}
