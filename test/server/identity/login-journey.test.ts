import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../dev/cloud/local-cloud';
import { type LocalWechatLogin, loginCode, startWechatLogin } from '../../../dev/cloud/wechat-login';
import { nodeWx } from '../../../dev/wx/node/node-wx';
import { createLogin, type Login, type LoginWx } from '../../../miniprogram/services/login/login';
import { createUploader, type Upload } from '../../../miniprogram/services/oss-upload/index';
import { LOGIN_ROUTE } from '../../../server/identity/login-route';
import { makePicture } from '../../pictures/pictures';

let folder: string;
let wechat: LocalWechatLogin;
let cloud: LocalCloud;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'login-journey-'));
  wechat = await startWechatLogin();
  cloud = await startLocalCloud({
    dataDir: path.join(folder, 'oss'),
    callbacks: true,
    environment: wechat.environment,
  });
});
afterEach(async () => {
  await Promise.all([cloud.close(), wechat.close()]);
  await rm(folder, { recursive: true });
});

/** The login of a user's phone, with a count of the calls of `wx.login`. */
function loginOf(name: string, code = () => loginCode(name)) {
  const wx: LoginWx = {
    request: nodeWx().request,
    login({ success }) {
      logins += 1;
      setImmediate(() => success?.({ code: code() }));
    },
  };
  let logins = 0;
  return { login: createLogin({ url: new URL(LOGIN_ROUTE, cloud.policyUrl).href, wx }), logins: () => logins };
}

/** Uploads pictures as the mini-program does. */
async function upload(login: Login, count: number, name: string): Promise<readonly Upload[]> {
  const picks = Array.from({ length: count }, (_, n) => path.join(folder, `${name}-${n}`));
  for (const [seed, file] of picks.entries()) await writeFile(file, await makePicture('png', { seed }));
  const uploader = createUploader({
    policy: { url: cloud.policyUrl, ...login },
    wx: nodeWx({ picks: [picks] }),
  });
  await uploader.pick();
  const uploads = await uploader.finished();
  uploader.close();
  return uploads;
}

test('each user uploads into a folder of their own, after one login that nobody sees', async () => {
  const folders = [];
  for (const name of ['ann', 'bob']) {
    const { login, logins } = loginOf(name);
    const uploads = await upload(login, 3, name);
    const keys = uploads.map(({ state }) => state.name === 'stored' && state.object.key);
    expect(keys).toEqual(Array(3).fill(expect.stringMatching(/^uploads\/[0-9a-f]{32}\/[^/]+\.png$/)));
    expect(logins()).toBe(1);
    const [dir] = new Set(keys.map((key) => path.dirname(String(key))));
    folders.push(dir);
    // And the same one after the next login.
    const [again] = await upload(loginOf(name).login, 1, `${name}-again`);
    expect(again?.state).toMatchObject({ name: 'stored', object: { key: expect.stringContaining(`${dir}/`) } });
  }
  expect(new Set(folders).size).toBe(2);
});

test('a code counts once', async () => {
  const code = loginCode('ann');
  const login = () => loginOf('ann', () => code).login.parts();
  await login();
  await expect(login()).rejects.toMatchObject({ code: 'backend-failed', details: { status: 401 } });
});

test('without a login there is no policy', async () => {
  const none: Login = {
    parts: async () => ({ header: { Authorization: 'Bearer a.b.c' } }),
    onUnauthorized: async () => undefined,
  };
  const [uploaded] = await upload(none, 1, 'nobody');
  expect(uploaded?.state).toMatchObject({
    name: 'failed',
    error: { code: 'unauthorized', details: { status: 401 } },
  });
});
