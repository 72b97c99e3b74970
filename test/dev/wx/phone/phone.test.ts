import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPhone, type Phone } from '../../../../dev/wx/phone/phone';
import type { ChosenImages, WxApi, WxFailure } from '../../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../../miniprogram/services/oss-upload/wx/errno';
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

/** Callbacks of a call. */
interface Ends<Result> {
  success: (result: Result) => void;
  fail: (failure: WxFailure) => void;
}
const outcome = <Result>(call: (ends: Ends<Result>) => unknown) =>
  new Promise<Result | WxFailure>((resolve) => void call({ success: resolve, fail: resolve }));

/** Starts a server that never answers, with a promise for its first request. */
async function silentServer() {
  const server = createServer((request) => request.resume());
  const url = `http://127.0.0.1:${await listen(server)}/`;
  return { url, asked: once(server, 'request') };
}

async function pictureFile(): Promise<string> {
  const file = path.join(dir, 'picture.jpg');
  await writeFile(file, 'a picture');
  return file;
}

async function upload(wx: WxApi, url: string) {
  const options = { url, filePath: await pictureFile(), name: 'file', formData: {}, timeout: 20_000 };
  return outcome((ends) => wx.uploadFile({ ...options, ...ends }));
}

test('a restart keeps storage and user files, and deletes temporary files', async () => {
  const picking = createPhone({ dir, picks: [[await pictureFile()]] });
  const wx = picking.start();
  const picked = await outcome<ChosenImages>((ends) =>
    wx.chooseImage({ count: 9, sizeType: ['original'], sourceType: ['album'], ...ends }),
  );
  const [temp = ''] = 'tempFilePaths' in picked ? picked.tempFilePaths : [];
  expect(temp).toMatch(/tmp_1\.jpg$/);
  const copy = `${wx.env.USER_DATA_PATH}/copy.jpg`;
  await outcome((ends) => wx.getFileSystemManager().copyFile({ srcPath: temp, destPath: copy, ...ends }));
  wx.setStorageSync('queue', { paused: true });
  picking.kill();

  const again = createPhone({ dir }).start();
  expect(again.getStorageSync('queue')).toEqual({ paused: true });
  expect(await readFile(copy, 'utf8')).toBe('a picture');
  const info = (filePath: string) =>
    outcome((ends) => again.getFileSystemManager().getFileInfo({ filePath, digestAlgorithm: 'sha1', ...ends }));
  expect(await info(copy)).toMatchObject({ size: 9 });
  expect(await info(temp)).toMatchObject({ errno: ERRNO.fileMissing });
});

test('a killed run starts no call, though its code still makes some', async () => {
  const wx = phone.start();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume().on('end', () => response.end());
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const filePath = await pictureFile();
  phone.kill();
  const again = phone.start();
  wx.request({ url: `${url}/killed` });
  wx.uploadFile({ url: `${url}/killed`, filePath, name: 'file', formData: {}, timeout: 20_000 });
  await outcome((ends) => again.request({ url: `${url}/one`, ...ends }));
  await outcome((ends) => again.request({ url: `${url}/two`, ...ends }));
  expect(asked).toEqual(['/one', '/two']);
});

test('calls no callback and writes nothing after a kill', async () => {
  const wx = phone.start();
  const { url, asked } = await silentServer();
  const heard: unknown[] = [];
  const ends = { success: (it: unknown) => heard.push(it), fail: (it: unknown) => heard.push(it) };
  wx.uploadFile({ url, filePath: await pictureFile(), name: 'file', formData: {}, timeout: 20_000, ...ends });
  wx.request({ url, ...ends });
  const [request] = await asked;
  const cut = new Promise((resolve) => request.socket.on('close', resolve));
  expect(phone.busy()).toBe(2);
  phone.kill();
  await cut;
  wx.setStorageSync('late', 1);
  wx.getFileSystemManager().mkdir({ dirPath: `${wx.env.USER_DATA_PATH}/late`, recursive: true, ...ends });
  const started = phone.start();
  expect(started.getStorageSync('late')).toBe('');
  const listed = await outcome((each) =>
    started.getFileSystemManager().readdir({ dirPath: started.env.USER_DATA_PATH, ...each }),
  );
  expect(listed).toMatchObject({ files: [] });
  expect(heard).toEqual([]);
});

test('interrupts network calls in the background, and rejects new ones until it is shown', async () => {
  const wx = phone.start();
  const { url, asked } = await silentServer();
  const running = upload(wx, url);
  await asked;
  phone.hide();
  const interrupted = { errMsg: 'uploadFile:fail interrupted', errno: ERRNO.interrupted };
  expect(await running).toEqual(interrupted);
  expect(await upload(wx, url)).toEqual(interrupted);
  phone.show();
  const again = upload(wx, `http://127.0.0.1:${await listen(createServer((_, response) => response.end()))}/`);
  expect(await again).toMatchObject({ statusCode: 200 });
});

test('a network change fails all calls in flight; without a network new ones fail', async () => {
  const wx = phone.start();
  const { url, asked } = await silentServer();
  const running = upload(wx, url);
  await asked;
  phone.setNetwork('4g');
  expect(await running).toMatchObject({ errMsg: 'uploadFile:fail network change, cancel all task' });
  phone.setNetwork('none');
  const disconnected = expect.stringContaining('net::ERR_INTERNET_DISCONNECTED');
  expect(await outcome((ends) => wx.request({ url, ...ends }))).toEqual({
    errMsg: disconnected,
    errno: ERRNO.networkNamed,
  });
});
