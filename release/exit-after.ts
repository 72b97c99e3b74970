export interface Outcome {
  readonly exitCode: number;
  /** For stdout. */
  readonly text: string;
}

/**
 * Runs something with miniprogram-ci, prints its outcome and exits: timers would keep the process alive for ten minutes. Errors
 * that miniprogram-ci throws where nothing can catch them end it, too, with `explain`'s words.
 */
export async function exitAfter(run: () => Promise<Outcome>, explain: (error: unknown) => string): Promise<never> {
  const fail = (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`, () => process.exit(1));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const { text, exitCode } = await run();
    process.stdout.write(text, () => process.exit(exitCode));
  } catch (error) {
    fail(error);
  }
  return new Promise(() => {}); // until the text is written
}
