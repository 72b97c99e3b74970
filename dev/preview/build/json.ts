import { type TransformFailure, transform } from 'esbuild';
import { positionAt, type Report } from './problem';
import type { SourceTree } from './source-tree';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON file of the mini-program, and where in it a text stands. */
export interface JsonFile {
  readonly file: string;
  readonly value: JsonObject;
  /** The place of the quoted text, or the file's start where it does not occur. */
  find(text: string): { file: string; line: number; column: number };
}

/** Reads a JSON file that holds an object; a missing file counts as `{}`. Undefined after a mistake, which is reported. */
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

// JSON.parse does not always say where the mistake is; esbuild does.
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
