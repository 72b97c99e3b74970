import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCredentials } from '../../../release/wechat/credentials';
import { makeUploadKey } from './upload-key';

const APPID = 'wx0123456789abcdef';
const project = {
  folder: '/',
  root: '/',
  appid: 'touristappid',
  libVersion: '',
  urlCheck: true,
  compilesTypeScript: false,
};
const { privateKey } = makeUploadKey();

const read = (key: string | undefined, appid: string | undefined = APPID) =>
  readCredentials({ MINIPROGRAM_APPID: appid, MINIPROGRAM_PRIVATE_KEY: key }, project);

test('takes the key as text, also on one line, and as a path', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'key-'));
  const file = path.join(folder, 'private.key');
  writeFileSync(file, privateKey);
  const expected = { appid: APPID, privateKey };
  expect(read(privateKey)).toEqual(expected);
  expect(read(privateKey.trim().replaceAll('\n', '\\n'))).toEqual(expected);
  expect(read(file)).toEqual(expected);
  rmSync(folder, { recursive: true });
});

test('takes the appid of project.config.json if the environment has none', () => {
  expect(readCredentials({ MINIPROGRAM_PRIVATE_KEY: privateKey }, { ...project, appid: APPID }).appid).toBe(APPID);
});

test('names both mistakes at once', () => {
  expect(() => readCredentials({}, project)).toThrow(
    /MINIPROGRAM_APPID.*got "touristappid"\.\n.*MINIPROGRAM_PRIVATE_KEY.*got nothing/s,
  );
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

test.each([
  ['half of a key', privateKey.slice(0, 400), 'no private key'],
  ['a key without its first line', privateKey.split('\n').slice(1).join('\n'), 'no "-----BEGIN", and no such file'],
  ['a file that is missing', '/nowhere/private.key', 'no such file'],
  ['a key of another kind', ec, 'type ec'],
])('says what is wrong with %s, and nothing of it', (_, key, message) => {
  let text = '';
  try {
    read(key);
  } catch (error) {
    text = String(error);
  }
  expect(text).toContain(message);
  const body = key.split('\n')[1];
  if (body) expect(text).not.toContain(body.slice(0, 12));
});
