/** A number from here on counts milliseconds since 1970, one from {@link SECONDS} on seconds since 1970. */
const MILLISECONDS = 1e11;
const SECONDS = 1e9;

/**
 * When something expires, in milliseconds since 1970 by the server's clock; `undefined` if the text is in no known form.
 * Backends in use write seconds, milliseconds, seconds from now, or ISO text; numbers also as text.
 * @param now the server's time, milliseconds since 1970
 */
export function readExpire(text: string, now: number): number | undefined {
  const number = Number(text);
  const time = Number.isNaN(number) ? Date.parse(text) : timeOf(number, now);
  return Number.isFinite(time) ? time : undefined;
}

function timeOf(number: number, now: number): number {
  if (number >= MILLISECONDS) return number;
  return number >= SECONDS ? number * 1000 : now + number * 1000;
}
