import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GENERATED } from '../../dev/documents/generated';
import { columnsOf, wrap } from '../../dev/documents/wrap';
import { ROOT } from './documents';

test.each(Object.entries(GENERATED))('%s is what npm run docs writes', async (file, render) => {
  expect(await readFile(path.join(ROOT, file), 'utf8')).toBe(await render());
});

test('a paragraph is wrapped at 120 columns, and neither code nor links are divided', () => {
  const words = `${'word '.repeat(23)}\`npm run docs -- --help\` and [a link of words](somewhere.md), ${'汉字，'.repeat(60)}end.`;
  const lines = wrap(words, '  ').split('\n');
  expect(lines.map((line, index) => (index === 0 ? line : line.slice(2))).join('')).toBe(
    words.replace('word `', 'word`').replaceAll(/\s+$/g, ''),
  );
  expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(120);
  expect(lines.filter((line) => line.includes('npm run')).join()).toContain('`npm run docs -- --help`');
});
