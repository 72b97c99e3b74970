import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPhone, type Phone } from '../../../../dev/wx/phone/phone';
import { endServers, listen } from '../../doctor/running-server';

let dir: string;
let phone: Phone;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'phone-'));
  phone = createPhone({ dir });
});
afterEach(async () => {
  phone.kill();
  await endServers();
  await rm(dir, { recursive: true, force: true });
});

/** What a call comes to. */
type Call = (ends: { success: (result: unknown) => void; fail: (failure: unknown) => void }) => unknown;
const outcome = (call: Call) => new Promise<unknown>((resolve) => void call({ success: resolve, fail: resolve }));

/** A server that takes everything and answers nothing, with what it hears of. */
async function silentServer() {
  const server = createServer((request) => request.resume());
  const url = `http://127.0.0.1:${await listen(server)}/`;
  return { url, asked: once(server, 'request') };
}

async function upload(wx: WechatMiniprogram.Wx, url: string) {
  const filePath = path.join(dir, 'a.jpg');
  await writeFile(filePath, 'a picture');
  return outcome((ends) => wx.uploadFile({ url, filePath, name: 'file', ...ends }));
}

test('storage and kept files outlast the mini-program, temp files do not', async () => {
  const picture = path.join(dir, 'picture.jpg');
  await writeFile(picture, 'a picture');
  const picking = createPhone({ dir, picks: [[picture]] });
  const wx = picking.start();
  const picked = await outcome((ends) => wx.chooseImage(ends));
  const temp = (picked as { tempFilePaths: string[] }).tempFilePaths[0] ?? ''; // chooseImage's answer
  expect(temp).toMatch(/tmp_1\.jpg$/);
  const copy = `${wx.env.USER_DATA_PATH}/copy.jpg`;
  const files = wx.getFileSystemManager();
  await outcome((ends) => files.copyFile({ srcPath: temp, destPath: copy, ...ends }));
  wx.setStorageSync('queue', { paused: true });
  picking.kill();

  const again = createPhone({ dir }).start();
  expect(again.getStorageSync('queue')).toEqual({ paused: true });
  expect(await readFile(copy, 'utf8')).toBe('a picture');
  const info = (filePath: string) =>
    outcome((ends) => again.getFileSystemManager().getFileInfo({ filePath, digestAlgorithm: 'sha1', ...ends }));
  expect(await info(copy)).toEqual({ size: 9, digest: createHash('sha1').update('a picture').digest('hex') });
  expect(await info(temp)).toMatchObject({ errMsg: expect.stringContaining('no such file') });
});

test('a killed mini-program hears of nothing and writes nothing', async () => {
  const wx = phone.start();
  const { url, asked } = await silentServer();
  const heard: unknown[] = [];
  const filePath = path.join(dir, 'a.jpg');
  await writeFile(filePath, 'a picture');
  wx.uploadFile({ url, filePath, name: 'file', success: (it) => heard.push(it), fail: (it) => heard.push(it) });
  wx.request({ url, success: (it) => heard.push(it), fail: (it) => heard.push(it) });
  const [request] = await asked;
  const cut = new Promise((resolve) => request.socket.on('close', resolve));
  expect(phone.busy()).toBe(2);
  phone.kill();
  await cut;
  wx.setStorageSync('late', 1);
  expect(heard).toEqual([]);
  expect(phone.start().getStorageSync('late')).toBe('');
});

test('in the background what runs is interrupted, and nothing begins until it is shown again', async () => {
  const wx = phone.start();
  const events: string[] = [];
  wx.onAppHide(() => events.push('hidden'));
  wx.onAppShow(() => events.push('shown'));
  const { url, asked } = await silentServer();
  const running = upload(wx, url);
  await asked;
  phone.hide();
  const interrupted = { errMsg: 'uploadFile:fail interrupted', errno: 600003 };
  expect(await running).toEqual(interrupted);
  expect(await upload(wx, url)).toEqual(interrupted);
  phone.show();
  expect(events).toEqual(['hidden', 'shown']);
});

test('another network ends all uploads, and none lets nothing begin', async () => {
  const wx = phone.start();
  const events: unknown[] = [];
  wx.onNetworkStatusChange((status) => events.push(status));
  const { url, asked } = await silentServer();
  const running = upload(wx, url);
  await asked;
  phone.setNetwork('4g');
  expect(await running).toMatchObject({ errMsg: 'uploadFile:fail network change, cancel all task' });
  phone.setNetwork('none');
  expect(await outcome((ends) => wx.request({ url, ...ends }))).toMatchObject({ errno: 600001 });
  expect(events).toEqual([
    { isConnected: true, networkType: '4g' },
    { isConnected: false, networkType: 'none' },
  ]);
});

test('there is no room beyond the limit, nor outside the folder', async () => {
  const small = createPhone({ dir, userFilesLimit: 10 });
  const wx = small.start();
  const file = path.join(dir, 'picture');
  await writeFile(file, 'six by');
  const copy = (destPath: string) =>
    outcome((ends) => wx.getFileSystemManager().copyFile({ srcPath: file, destPath, ...ends }));
  expect(await copy(`${wx.env.USER_DATA_PATH}/1`)).toEqual({});
  expect(await copy(`${wx.env.USER_DATA_PATH}/2`)).toMatchObject({ errMsg: expect.stringContaining('maximum size') });
  expect(await copy(`${dir}/2`)).toMatchObject({ errMsg: expect.stringContaining('permission denied') });
  expect(await readdir(wx.env.USER_DATA_PATH)).toEqual(['1']);
  expect(() => wx.setStorageSync('large', 'x'.repeat(1024 * 1024))).toThrow(/^setStorageSync:fail/);
});
