import { openJson } from '../../miniprogram/services/oss-upload/inspect';

/** Names under which backends put what their error says. */
const NAMES = /^(message|msg|err_?msg|error|error_?message|error_?description|description|detail|reason|hint|title)$/i;

/** Deeper than errors are nested, in levels. */
const MAX_DEPTH = 3;

/** In characters. */
const MAX_LENGTH = 300;

/** What a backend's error says for people, in one line: `{"error": {"message": "…"}}`. Undefined where it says nothing. */
export function backendWords(answer: unknown, depth = 0): string | undefined {
  const opened = openJson(answer);
  if (typeof opened !== 'object' || opened === null || depth > MAX_DEPTH) return undefined;
  for (const [name, value] of Object.entries(opened)) {
    if (!NAMES.test(name)) continue;
    if (typeof value === 'string' && value.trim() !== '') return oneLine(value);
    const inner = backendWords(value, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MAX_LENGTH)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
