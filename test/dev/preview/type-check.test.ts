import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Preview, startPreview } from '../../../dev/preview/server';
import { createTypeCheck } from '../../../dev/preview/type-check';
import { copyFixture, type FixtureCopy } from './fixture-copy';

let copy: FixtureCopy;
let preview: Preview;
let printed: (line: string) => void = () => {};

/** Resolves with the next printed line that matches. */
const nextLine = (pattern: RegExp) =>
  new Promise<string>((resolve) => {
    printed = (line) => {
      if (pattern.test(line)) resolve(line);
    };
  });

beforeEach(async () => {
  copy = await copyFixture();
  const project = path.join(copy.root, '../tsconfig.json');
  await copy.write('count.ts', 'export const count: number = 1;\n');
  const compilerOptions = { strict: true, types: [], module: 'preserve' };
  await writeFile(project, JSON.stringify({ compilerOptions, include: ['miniprogram/count.ts', 'outside.ts'] }));
  await writeFile(path.join(copy.root, '../outside.ts'), 'export const outside: number = "";\n');
  preview = await startPreview({
    miniprogramRoot: copy.root,
    backend: { configured: 'http://a/', actual: 'http://127.0.0.1:9/' },
    watch: true,
    typesProject: project,
    print: (line) => printed(line),
  });
});
afterEach(async () => {
  await preview.close();
  await copy.remove();
});

/** The type errors that a page gets which is opened now. */
async function shownTypeErrors(): Promise<unknown> {
  const { body } = await fetch(`${preview.url}preview/workbench/events`);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  return JSON.parse(text.replace(/^(retry: \d+\n)?data: /, '')).typeErrors;
}

test('a type error is printed and shown, after the build that it does not hold up; errors elsewhere are not', async () => {
  const built = nextLine(/^Built|TS\d+/);
  await copy.write('count.ts', 'export const count: number = "one";\n');
  expect(await built).toBe('Built.');
  const line = await nextLine(/TS\d+/);
  expect(line).toMatch(/^count\.ts:1:14 TS2322: Type 'string' is not assignable to type 'number'\.$/);
  expect(await shownTypeErrors()).toEqual([line]);
});

test('a newer check takes the place of the one under way; neither takes time from the build', async () => {
  const started = jest.spyOn(os, 'setPriority');
  const outcomes: (readonly string[])[] = [];
  await new Promise<void>((resolve) => {
    const check = createTypeCheck({
      project: path.join(copy.root, '../tsconfig.json'),
      miniprogramRoot: copy.root,
      checked(problems) {
        outcomes.push(problems);
        resolve();
      },
    });
    check.run();
    check.run();
    expect(started).toHaveBeenCalledTimes(2);
    expect(os.getPriority(started.mock.lastCall?.[0])).toBe(os.constants.priority.PRIORITY_LOW);
  });
  started.mockRestore();
  expect(outcomes).toEqual([[]]);
});
