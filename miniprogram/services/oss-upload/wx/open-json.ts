/** Parses a text that holds a JSON object or array; returns anything else as it is. */
export function openJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value.trim()); // `trim` also takes the mark that some PHP files begin with
  } catch {
    return value;
  }
}
