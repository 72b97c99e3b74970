import { columnsOf } from '../../dev/documents/wrap';
import { API, DOCUMENTS, TRANSLATED } from './documents';
import { TITLES } from './titles';

const WIDTH = 120;

/** Rows of tables have to be one line, and so has a link that stands alone. */
function isUnbreakable(line: string): boolean {
  return line.startsWith('|') || /^\s*([-*] )?\S+[.,:;]?$/.test(line);
}

test.each(DOCUMENTS.filter(({ file }) => file !== API))(`lines of $file have at most ${WIDTH} columns`, ({ lines }) => {
  const long = lines.flatMap((line, index) => (columnsOf(line) > WIDTH && !isUnbreakable(line) ? [index + 1] : []));
  expect(long).toEqual([]);
});

test.each(TRANSLATED)('$chinese.file has the headings of $english.file', ({ english, chinese }) => {
  const expected = english.headings.map(({ level, title }) => ({ level, title: translate(title) }));
  expect(chinese.headings.map(({ level, title }) => ({ level, title }))).toEqual(expected);
});

/** Codes and names are the same in every language. */
function translate(title: string): string {
  return /^`.*`$/.test(title) ? title : (TITLES[title] ?? `${title} (add its translation to test/documents/titles.ts)`);
}

test('the list of titles has none that no document has', () => {
  const used = TRANSLATED.flatMap(({ english }) => english.headings.map(({ title }) => title));
  expect(Object.keys(TITLES).filter((title) => !used.includes(title))).toEqual([]);
});

test.each(TRANSLATED)('$chinese.file has the code blocks of $english.file', ({ english, chinese }) => {
  const code = (blocks: typeof english.blocks) => blocks.map(({ language, code }) => [language, withoutComments(code)]);
  expect(code(chinese.blocks)).toEqual(code(english.blocks));
});

/** Comments are in the document's language. */
function withoutComments(code: string): string {
  return code.replace(/\s*(#|\/\/) .*$/gm, '');
}
