import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { copyFixture, type FixtureCopy } from '../dev/preview/fixture-copy';
import { expectText, styleOf, usePreview } from './open-preview';

let copy: FixtureCopy;
const printed: string[] = [];
beforeAll(async () => {
  copy = await copyFixture();
});
const open = usePreview(() => ({ miniprogramRoot: copy.root, watch: true, print: (line) => printed.push(line) }));
afterAll(() => copy.remove());

const edit = async (file: string, from: string, to: string) => {
  const text = await readFile(path.join(copy.root, file), 'utf8');
  await copy.write(file, text.replace(from, to));
};

test('reloads after a file is saved: WXML, WXSS, TypeScript, JSON', async () => {
  const preview = await open();
  await preview.button('Add').waitFor();
  await edit('pages/home/home.wxml', '>Add<', '>Add one<');
  await preview.button('Add one').waitFor();
  await edit('app.wxss', 'rgb(10, 20, 30)', 'rgb(30, 20, 10)');
  await edit('pages/home/home.ts', "name: 'home'", "name: 'house'");
  await preview.app.getByText('HOUSE by wxs').waitFor();
  expect(await styleOf(preview, 'wx-page > .outer', 'color')).toBe('rgb(30, 20, 10)');
  await edit('app.json', '"Fixture"', '"Edited"');
  await preview.app.getByRole('heading', { name: 'Edited' }).waitFor();
});

test('shows a build error over the page and in the terminal until it is fixed', async () => {
  const preview = await open();
  const { app } = preview;
  const problems = app.locator('[data-preview-build-problems]');
  await edit('pages/home/home.wxml', '<text>default slot</text>', '<txt>default slot</txt>');
  const problem = 'pages/home/home.wxml:16:4 unknown tag <txt>: neither built in nor in "usingComponents"';
  await expectText(problems, problem);
  expect(printed).toContain(problem);
  await preview.page.reload();
  await expectText(problems, problem);
  await edit('pages/home/home.wxml', '<txt>default slot</txt>', '<text>mended slot</text>');
  await app.getByText('mended slot').waitFor();
  expect(await problems.count()).toBe(0);
});
