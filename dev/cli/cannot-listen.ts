export interface Listener {
  /** What wanted to listen: `the preview`. */
  what: string;
  host: string;
  port: number;
  /** How to choose another port: `npm start -- --port`. */
  flag: string;
}

/** The error of a server that cannot listen: with what to do about it, where the port is taken. */
export function cannotListen(cause: NodeJS.ErrnoException, { what, host, port, flag }: Listener): Error {
  if (cause.code !== 'EADDRINUSE') return cause;
  return new Error(`Port ${port} of ${host}, for ${what}, is taken: choose another one (${flag}).`, { cause });
}
