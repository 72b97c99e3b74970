import { existsSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, ROOT } from './documents';
import { readDocument } from './markdown';

/** What is wrong with a link of a document, if anything. */
function fault(from: string, link: string): string | undefined {
  // Only an address can say whether it is there; so can what GitHub has beside the files, such as a badge.
  if (/^([a-z]+:|\.\.\/\.\.\/actions\/)/.test(link)) return undefined;
  const [name = '', anchor] = link.split('#');
  const file = name === '' ? from : path.posix.join(path.posix.dirname(from), decodeURI(name));
  if (!existsSync(path.join(ROOT, file))) return `${link}: no such file`;
  if (anchor === undefined) return undefined;
  const { headings } = readDocument(ROOT, file);
  return headings.some((heading) => heading.anchor === decodeURI(anchor)) ? undefined : `${link}: no such heading`;
}

test.each(DOCUMENTS)('every file and heading that $file links to exists', ({ file, links }) => {
  expect(links.flatMap((link) => fault(file, link) ?? [])).toEqual([]);
});

test('a link to a file or a heading that is missing is found', () => {
  expect(fault('README.md', 'docs/nowhere.md')).toBe('docs/nowhere.md: no such file');
  expect(fault('docs/release.md', '../README.md#nothing')).toBe('../README.md#nothing: no such heading');
});

test.each(DOCUMENTS.filter(({ file }) => file.startsWith('docs/')))(
  '$file is linked to from another document',
  (doc) => {
    const targets = DOCUMENTS.filter(({ file }) => file !== doc.file).flatMap(({ file, links }) =>
      links.map((link) => path.posix.join(path.posix.dirname(file), link.replace(/#.*/, ''))),
    );
    expect(targets).toContain(doc.file);
  },
);
