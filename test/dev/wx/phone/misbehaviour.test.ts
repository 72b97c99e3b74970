import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChance, type Misbehaviour } from '../../../../dev/wx/phone/misbehaviour';
import { createPhone, type Phone } from '../../../../dev/wx/phone/phone';
import type { ChosenImages, WxApi } from '../../../../miniprogram/services/oss-upload/wx/contract';
import { endServers, listen } from '../../doctor/running-server';

const dir = mkdtempSync(path.join(tmpdir(), 'mean-phone-'));
const phones: Phone[] = [];

afterEach(async () => {
  for (const phone of phones.splice(0)) phone.kill();
  await endServers();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A phone that misbehaves in this way alone, always. */
async function meanPhone(kind: Misbehaviour, seed = 1, rate = 1) {
  const home = path.join(dir, `${kind}-${seed}-${rate}`);
  await mkdir(home, { recursive: true });
  const picture = path.join(home, 'picture.jpg');
  await writeFile(picture, 'a picture');
  const happened: Misbehaviour[] = [];
  const chance = createChance({ seed, rates: { [kind]: rate }, onMisbehaviour: (what) => happened.push(what) });
  const phone = createPhone({ dir: home, picks: [[picture], [picture]], chance });
  phones.push(phone);
  const wx = phone.start();
  return { phone, wx, picture, happened, copy: `${wx.env.USER_DATA_PATH}/copy` };
}

/** All that a call says within a moment. */
async function saidBy(call: (callbacks: { success: () => void; fail: () => void }) => unknown): Promise<string[]> {
  const said: string[] = [];
  try {
    call({ success: () => said.push('success'), fail: () => said.push('fail') });
  } catch {
    said.push('thrown');
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  return said;
}

const copyOnce = ({ wx, picture, copy }: { wx: WxApi; picture: string; copy: string }) =>
  saidBy((callbacks) => wx.getFileSystemManager().copyFile({ srcPath: picture, destPath: copy, ...callbacks }));

test.each<[Misbehaviour, RegExp]>([
  ['call-fails', /^fail$/],
  ['call-throws', /^thrown(,success)?$/],
  ['call-silent', /^$/],
  ['call-twice', /^success,fail$/],
  ['copy-cut', /^success$/],
  ['disk-filled', /^fail$/],
])('%s: what a copy says', async (kind, said) => {
  const mean = await meanPhone(kind);
  expect((await copyOnce(mean)).join()).toMatch(said);
  expect(mean.happened).toContain(kind);
  if (kind === 'copy-cut') expect(await readFile(mean.copy, 'utf8')).toBe('a pi');
});

test('a call that fails, throws or stays silent was carried out half of the time', async () => {
  for (const kind of ['call-fails', 'call-throws', 'call-silent'] as const) {
    const made: boolean[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const mean = await meanPhone(kind, seed);
      await copyOnce(mean);
      made.push((await readdir(path.dirname(mean.copy)).catch((): string[] => [])).includes('copy'));
    }
    expect(new Set(made)).toEqual(new Set([true, false]));
  }
});

test('storage throws, is filled for a while, and holds what other code left there', async () => {
  const throwing = await meanPhone('storage-throws');
  expect(() => throwing.wx.getStorageSync('a')).toThrow('internal error');
  const filled = await meanPhone('storage-filled');
  expect(() => filled.wx.setStorageSync('a', 1)).toThrow('exceed storage max size');
  expect(filled.wx.getStorageSync('a')).toBe('');
  const garbled = await meanPhone('storage-garbled');
  garbled.wx.setStorageSync('a', 'mine');
  expect(garbled.phone.start().getStorageSync('a')).not.toBe('mine');
});

test('a picked file vanishes; in another run its path holds another picture', async () => {
  const pick = (wx: WxApi) =>
    new Promise<string>((resolve) =>
      wx.chooseImage({
        count: 1,
        sizeType: [],
        sourceType: [],
        success: ({ tempFilePaths }: ChosenImages) => resolve(tempFilePaths[0] ?? ''),
        fail: () => resolve('failed'),
      }),
    );
  const reused = await meanPhone('temp-reused');
  const before = await pick(reused.wx);
  expect(await pick(reused.phone.start())).toBe(before);
  const vanishing = await meanPhone('temp-vanishes');
  const temp = await pick(vanishing.wx);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await expect(readFile(temp)).rejects.toThrow('ENOENT');
});

test.each<[Misbehaviour, object]>([
  ['tls', { errMsg: 'request:fail error_msg:net::ERR_CERT_COMMON_NAME_INVALID' }],
  ['redirect-unlisted', { errMsg: 'request:fail url not in domain list' }],
  ['portal-200', { statusCode: 200, data: expect.stringContaining('sign in') }],
  ['portal-204', { statusCode: 204, data: '' }],
  ['portal-302', { statusCode: 302 }],
  ['portal-403', { statusCode: 403, data: expect.stringContaining('<!DOCTYPE html>') }],
])('%s answers in the place of the server', async (kind, expected) => {
  const { wx } = await meanPhone(kind);
  const outcome = await new Promise((resolve) =>
    wx.request({ url: 'http://127.0.0.1:9/', success: resolve, fail: resolve }),
  );
  expect(outcome).toMatchObject(expected);
});

test.each<[Misbehaviour, string[]]>([
  ['no-headers', ['progress']],
  ['no-progress', ['headers']],
])('%s: the rest of an upload is reported', async (kind, expected) => {
  const server = createServer((request, response) => void request.resume().on('end', () => response.end('ok')));
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const { wx, picture } = await meanPhone(kind);
  const reported = new Set<string>();
  await new Promise<void>((resolve) => {
    const options = { url, filePath: picture, name: 'file', formData: {}, timeout: 20_000 };
    const task = wx.uploadFile({ ...options, success: () => resolve(), fail: () => resolve() });
    task.onHeadersReceived(() => reported.add('headers'));
    task.onProgressUpdate(() => reported.add('progress'));
  });
  expect([...reported]).toEqual(expected);
});

test('an event says "offline" falsely', async () => {
  const { phone, wx } = await meanPhone('network-event-false');
  const events: unknown[] = [];
  wx.onNetworkStatusChange(({ isConnected }) => events.push(isConnected));
  phone.setNetwork('4g');
  expect(events).toEqual([true, false]);
});

test('a timer that a killed run starts never ends, whatever runs then', async () => {
  const { phone } = await meanPhone('tls', 1, 0);
  const { timer } = phone;
  phone.kill();
  phone.start();
  const ended: string[] = [];
  timer(0, () => ended.push('of the killed run'));
  await new Promise<void>((resolve) => phone.timer(10, resolve));
  expect(ended).toEqual([]);
});

test('frozen, neither answers nor timers arrive until it thaws; killed, never', async () => {
  const mean = await meanPhone('tls', 1, 0);
  const heard: string[] = [];
  const ask = (what: string) => {
    mean.phone.timer(0, () => heard.push(`timer ${what}`));
    mean.wx.getNetworkType({ success: () => heard.push(`answer ${what}`), fail: () => heard.push('fail') });
    return new Promise((resolve) => setTimeout(resolve, 20));
  };
  mean.phone.freeze();
  await ask('frozen');
  expect(heard).toEqual([]);
  mean.phone.thaw();
  expect(heard.sort()).toEqual(['answer frozen', 'timer frozen']);
  mean.phone.freeze();
  await ask('killed');
  mean.phone.kill();
  mean.phone.thaw();
  expect(heard).toHaveLength(2);
});

test('the same seed misbehaves alike, and calm not at all', () => {
  const sequence = (seed: number) => {
    const chance = createChance({ seed });
    return Array.from({ length: 500 }, () => chance.hits('copy-cut'));
  };
  expect(sequence(7)).toEqual(sequence(7));
  expect(sequence(7)).not.toEqual(sequence(8));
  expect(sequence(7)).toContain(true);
  const calm = createChance({ seed: 1, rates: { tls: 1 } });
  calm.calm();
  expect(calm.hits('tls')).toBe(false);
});
