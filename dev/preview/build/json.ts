import { type TransformFailure, transform } from 'esbuild';
import { positionAt, type Report } from './problem';
import type { SourceTree } from './source-tree';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A parsed JSON file of the mini-program, with source positions. */
export interface JsonFile {
  readonly file: string;
  readonly value: JsonObject;
  /** Position of the quoted text, or of the file's start if it does not occur. */
  find(text: string): { file: string; line: number; column: number };
}

/** Reads a JSON object; a missing file counts as `{}`. Undefined after a reported error. */
export async function readJson(tree: SourceTree, file: string, report: Report): Promise<JsonFile | undefined> {
  const text = tree.has(file) ? await tree.read(file) : '{}';
  const find = (wanted: string) => ({
    file,
    ...positionAt(text, Math.max(0, text.indexOf(JSON.stringify(wanted)))),
  });
  const value = await parse(file, text, report);
  if (isObject(value)) return { file, value, find };
  if (value !== undefined) {
    report({ file, line: 1, column: 1, message: `expected a JSON object, found ${JSON.stringify(value)}` });
  }
  return undefined;
}

// esbuild always reports the position of a syntax error, JSON.parse does not.
async function parse(file: string, text: string, report: Report): Promise<unknown> {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' });
    return JSON.parse(text);
  } catch (error) {
    const [mistake] = isTransformFailure(error) ? error.errors : [];
    report({
      file,
      line: mistake?.location?.line ?? 1,
      column: (mistake?.location?.column ?? 0) + 1,
      message: mistake?.text ?? String(error),
    });
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTransformFailure(error: unknown): error is TransformFailure {
  return typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);
}
