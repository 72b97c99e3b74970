import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fail, succeed } from './callbacks';

type UploadOption = WechatMiniprogram.UploadFileOption;

/** `wx.uploadFile`: streams the file, the form fields before it. Gives what our code uses of an UploadTask. */
export function uploadFile(option: UploadOption): object {
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
    const post = openPost(option, { 'content-type': contentType, 'content-length': total });
    sent = post;
    post.on('timeout', () => post.destroy(new Error('timeout')));
    post.on('error', (error: NodeJS.ErrnoException) => failed(error.message || String(error.code)));
    post.on('response', async (response) => {
      onHeaders({ header: response.headers });
      const data = await text(response).catch((error: Error) => failed(error.message));
      end(() => succeed(option, { data, statusCode: response.statusCode ?? 0 }));
    });
    post.write(head);
    let done = head.length;
    const file = createReadStream(option.filePath);
    file.on('data', (chunk) => {
      done += chunk.length;
      if (!ended) onProgress({ progress: Math.floor((done / total) * 100) });
    });
    file.on('error', (error) => post.destroy(error));
    file.on('end', () => post.end(tail));
    file.pipe(post, { end: false });
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

function openPost({ url, timeout = 60_000 }: UploadOption, headers: Record<string, string | number>): ClientRequest {
  const request = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  return request(url, { method: 'POST', headers, timeout });
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
