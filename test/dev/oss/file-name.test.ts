import { postParts, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

test.each([
  ['300 characters', `${'n'.repeat(300)}.png`],
  ['emoji', '🏔️ holiday 照片 👩‍👩‍👧.png'],
  ['slashes', '../../etc/passwd'],
  ['backslashes', 'C:\\Users\\me\\picture.png'],
  ['nothing at all', ''],
])('a file name of %s is stored under the key and nowhere else', async (_, fileName) => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings });
  expect((await postParts(oss.url, toParts(form, { fileName, value: 'picture' }))).status).toBe(204);
  const list = await (await fetch(`${oss.url}/?list-type=json`)).json();
  expect(list).toEqual([expect.objectContaining({ key: form['key'], size: 7 })]);
});

test.each([
  ['emoji', '🏔️ 照片.png', 'uploads/🏔️ 照片.png'],
  ['folders', 'C:\\Users\\me/deep/picture.png', 'uploads/picture.png'],
])('a file name with %s stands in the key where its placeholder is, without its folders', async (_, fileName, key) => {
  const oss = await runOss();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: OSS's own placeholder
  const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/${filename}' } });
  expect((await postParts(oss.url, toParts(form, { fileName }))).status).toBe(204);
  const list = await (await fetch(`${oss.url}/?list-type=json`)).json();
  expect(list).toEqual([expect.objectContaining({ key })]);
});
