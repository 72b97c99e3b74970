/** Runs something with miniprogram-ci, without the log that it writes to the console; its errors are thrown all the same. */
export async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const { log, debug, info, warn } = console;
  const silent = () => {};
  Object.assign(console, { log: silent, debug: silent, info: silent, warn: silent });
  try {
    return await run();
  } finally {
    Object.assign(console, { log, debug, info, warn });
  }
}
