/** The value of a header; the case of header names differs between clients. */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry === undefined ? undefined : String(entry[1]);
}

/** The longest wait that a server can ask for, in seconds. */
const LONGEST_WAIT = 600;

/** The server's Retry-After, for the details of an error; empty where there is none, or a date. */
export function retryAfter(headers: unknown): { retryAfter?: number } {
  const seconds = Number(headerOf(headers, 'retry-after'));
  return seconds > 0 ? { retryAfter: Math.min(seconds, LONGEST_WAIT) * 1000 } : {};
}
