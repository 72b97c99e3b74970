/** The beginning of any value, in one line: for messages that say what was expected and what came. */
export function excerpt(value: unknown, length = 120): string {
  const text = typeof value === 'string' ? value.slice(0, 4 * length) : describe(value);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line || 'nothing';
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof ArrayBuffer) return `${value.byteLength} raw bytes`;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return `an object with ${Object.keys(value).slice(0, 20).join(', ') || 'no fields'}`;
  }
  return Array.isArray(value) ? `a list of ${value.length}` : `${String(value)} (${typeof value})`;
}
