import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeVersion } from '../../../release/wechat/describe-version';
import { commit, git, makeSampleProject } from './sample-project';

let folder: string;
beforeEach(async () => {
  folder = await makeSampleProject();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('takes the version from package.json and describes it by the last commit', () => {
  expect(describeVersion(folder)).toEqual({
    version: '1.2.3',
    description: expect.stringMatching(/^[0-9a-f]{7,} Show a text$/),
  });
});

test.each(['v1.2.3', '1.2.3'])('describes it by the tag %s', (tag) => {
  git(folder, 'tag', tag);
  expect(describeVersion(folder).description).toMatch(new RegExp(`^${tag} [0-9a-f]{7,} Show a text$`));
});

test('ignores tags that name no version, and rejects one that names another', () => {
  git(folder, 'tag', 'nightly');
  expect(describeVersion(folder).description).toMatch(/^[0-9a-f]+ Show/);
  git(folder, 'tag', 'v1.2.4');
  expect(() => describeVersion(folder)).toThrow(
    'Expected the tag to be v1.2.3, the version in package.json, got v1.2.4.',
  );
});

test('rejects files that are not committed, and names them', async () => {
  await writeFile(path.join(folder, 'app/new.js'), '');
  expect(() => describeVersion(folder)).toThrow(/Expected every file to be committed.*app\/new\.js/s);
});

test.each(['{}', '{ "version": "1.2" }', '{ "version": 3 }'])('rejects the package.json %s', async (text) => {
  await writeFile(path.join(folder, 'package.json'), text);
  expect(() => describeVersion(folder)).toThrow(/package\.json to have a "version" such as 1\.2\.3/);
});

test('shortens a long description without breaking a character', () => {
  commit(folder, 'empty');
  git(
    folder,
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--allow-empty',
    '-m',
    '图🖼'.repeat(200),
  );
  const { description } = describeVersion(folder);
  expect([...description]).toHaveLength(200);
  expect(description).toMatch(/[图🖼]$/u);
});
