/** A header by its name, whose case differs from client to client. */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry === undefined ? undefined : String(entry[1]);
}

/** No server is waited for longer than this, in seconds. */
const LONGEST_WAIT = 600;

/** How long a server asks to wait, for the details of an error; nothing where it does not say, or names a date. */
export function retryAfter(headers: unknown): { retryAfter?: number } {
  const seconds = Number(headerOf(headers, 'retry-after'));
  return seconds > 0 ? { retryAfter: Math.min(seconds, LONGEST_WAIT) * 1000 } : {};
}
