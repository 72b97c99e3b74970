import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import path from 'node:path';

/** The images that the next `chooseImage` hands out, as paths of real files. */
export type Picks = string[][];

type UploadOption = WechatMiniprogram.UploadFileOption;
/** `undefined` and `never` fit every call's own callback types. */
interface Callbacks {
  success?: ((result: never) => void) | undefined;
  fail?: ((failure: never) => void) | undefined;
}

/**
 * A `wx` made of Node's network and file calls: what the mini-program sends goes over a real connection, and what it
 * reads is a real file. It has the calls that an upload needs, with WeChat's own texts of failure.
 * @param resolveUrl where an address leads in this test
 */
export function nodeWx(picks: Picks, resolveUrl: (url: string) => string = (url) => url): WechatMiniprogram.Wx {
  const calls = {
    chooseImage: (option: WechatMiniprogram.ChooseImageOption) => void chooseImage(option, picks.shift()),
    request: (option: WechatMiniprogram.RequestOption) => request({ ...option, url: resolveUrl(option.url) }),
    uploadFile: (option: UploadOption) => uploadFile({ ...option, url: resolveUrl(option.url) }),
    getFileSystemManager: () => ({ getFileInfo, readFile }),
    getAppBaseInfo: () => ({ language: 'en' }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    setNavigationBarTitle() {},
  };
  return calls as unknown as WechatMiniprogram.Wx; // some of its 400 calls, and only what ours read of their answers
}

/** Only what our code reads of an answer is given: hence the cast. */
function succeed(option: Callbacks, result: object): void {
  option.success?.(result as never);
}

function fail(option: Callbacks, errMsg: string, errno?: number): void {
  option.fail?.({ errMsg, ...(errno === undefined ? {} : { errno }) } as never);
}

async function chooseImage(option: WechatMiniprogram.ChooseImageOption, paths: string[] | undefined): Promise<void> {
  if (!paths) {
    fail(option, 'chooseImage:fail cancel');
    return;
  }
  const tempFiles = await Promise.all(paths.map(async (file) => ({ path: file, size: await sizeOrZero(file) })));
  succeed(option, { tempFilePaths: paths, tempFiles, errMsg: 'chooseImage:ok' });
}

function request(option: WechatMiniprogram.RequestOption): void {
  const sent = httpRequest(option.url, { method: option.method ?? 'GET', timeout: option.timeout ?? 60_000 });
  sent.on('timeout', () => sent.destroy(new Error('timeout')));
  sent.on('error', (error) => fail(option, `request:fail ${error.message}`, 600001));
  sent.on('response', async (response) => {
    const text = await textOf(response);
    succeed(option, { data: jsonOrText(text), statusCode: response.statusCode ?? 0, header: response.headers });
  });
  sent.end();
}

function uploadFile(option: UploadOption): object {
  let onProgress = (_: { progress: number }) => {};
  let onHeaders = (_: { header: object }) => {};
  let sent: ClientRequest | undefined;
  let ended = false;

  const end = (tell: () => void) => {
    if (!ended) tell();
    ended = true;
  };
  const failed = (reason: string) => end(() => fail(option, `uploadFile:fail ${reason}`));
  const start = async () => {
    const size = await stat(option.filePath).then((found) => found.size);
    if (ended) return;
    const { head, tail, contentType } = multipart(option);
    const total = head.length + size + tail.length;
    sent = httpRequest(option.url, {
      method: 'POST',
      headers: { 'content-type': contentType, 'content-length': total },
    });
    sent.on('error', (error) => failed(error.message));
    sent.on('response', async (response) => {
      onHeaders({ header: response.headers });
      const data = await textOf(response);
      end(() => succeed(option, { data, statusCode: response.statusCode ?? 0 }));
    });
    sent.write(head);
    let done = head.length;
    const file = createReadStream(option.filePath);
    file.on('data', (chunk) => {
      done += chunk.length;
      if (!ended) onProgress({ progress: Math.floor((done / total) * 100) });
    });
    file.on('error', (error) => sent?.destroy(error));
    file.on('end', () => sent?.end(tail));
    file.pipe(sent, { end: false });
  };
  start().catch((error: Error) => failed(`file not found: ${error.message}`));

  return {
    abort() {
      failed('abort');
      sent?.destroy();
    },
    onProgressUpdate: (listener: typeof onProgress) => {
      onProgress = listener;
    },
    onHeadersReceived: (listener: typeof onHeaders) => {
      onHeaders = listener;
    },
  };
}

function multipart(option: UploadOption): { head: Buffer; tail: Buffer; contentType: string } {
  const boundary = `----node-wx-${Math.random().toString(36).slice(2)}`;
  const fields = Object.entries(option.formData ?? {}).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="${option.name}"; filename="${path.basename(option.filePath)}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    head: Buffer.from(fields.join('') + file),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function getFileInfo(option: Callbacks & { filePath: string }): void {
  stat(option.filePath).then(
    ({ size }) => succeed(option, { size }),
    () => fail(option, `getFileInfo:fail no such file or directory ${option.filePath}`, 1300002),
  );
}

async function readFile(option: WechatMiniprogram.ReadFileOption): Promise<void> {
  try {
    const file = await open(option.filePath);
    const bytes = Buffer.alloc(option.length ?? 0);
    await file.read(bytes, 0, bytes.length, option.position ?? 0);
    await file.close();
    succeed(option, { data: new Uint8Array(bytes).buffer });
  } catch {
    fail(option, `readFile:fail no such file or directory, open '${option.filePath}'`, 1300002);
  }
}

function sizeOrZero(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer); // without an encoding a stream gives buffers
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
