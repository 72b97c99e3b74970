export interface Listener {
  /** The server that failed to listen: `the preview`. */
  what: string;
  host: string;
  port: number;
  /** The option that sets the port: `npm start -- --port`. */
  flag: string;
}

/** Turns a listen failure into an error that says how to fix it. */
export function cannotListen(cause: NodeJS.ErrnoException, { what, host, port, flag }: Listener): Error {
  const error = (message: string) => new Error(message, { cause });
  switch (cause.code) {
    case 'EADDRINUSE':
      return error(`Port ${port} of ${host}, for ${what}, is taken: choose another one (${flag}).`);
    case 'EACCES':
      return error(
        `Port ${port} of ${host}, for ${what}, is not allowed to this user: choose one above 1023 (${flag}).`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return error(`Expected --host to be an address of this computer, got "${host}" (${cause.code}).`);
    default:
      return cause;
  }
}
