import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fail, succeed } from './callbacks';

type UploadOption = WechatMiniprogram.UploadFileOption;

interface Progress {
  /** In percent. */
  progress: number;
  totalBytesSent: number;
  totalBytesExpectedToSend: number;
}

/** An upload under way. */
export interface RunningUpload {
  /** What our code uses of an UploadTask. */
  task: object;
  /** Ends it with a reason that `fail` is told; without effect once it has ended. */
  stop(reason: string, errno?: number): void;
  /** Fulfilled when it has ended, and its connection is given up. */
  ended: Promise<void>;
}

/** `wx.uploadFile`: streams the file, the form fields before it. */
export function uploadFile(option: UploadOption): RunningUpload {
  let onProgress = (_: Progress) => {};
  let onHeaders = (_: { header: object }) => {};
  let sent: ClientRequest | undefined;
  let answered = false;
  let hasEnded = false;
  let tellEnd = () => {};
  const ended = new Promise<void>((resolve) => {
    tellEnd = resolve;
  });

  const end = (tell: () => void) => {
    if (hasEnded) return;
    hasEnded = true;
    tell();
    tellEnd();
  };
  const failed = (reason: string, errno?: number) => end(() => fail(option, `uploadFile:fail ${reason}`, errno));

  const start = async () => {
    const { size } = await stat(option.filePath);
    if (hasEnded) return;
    const { head, tail, contentType } = multipart(option);
    const total = head.length + size + tail.length;
    const post = openPost(option, { 'content-type': contentType, 'content-length': total });
    sent = post;
    post.on('timeout', () => post.destroy(new Error('timeout')));
    // An answer that came before the connection broke is the answer.
    post.on('error', (error: NodeJS.ErrnoException) => {
      if (!answered) failed(error.message || String(error.code));
    });
    post.on('response', async (response) => {
      answered = true;
      onHeaders({ header: response.headers });
      await text(response).then(
        (data) => end(() => succeed(option, { data, statusCode: response.statusCode ?? 0 })),
        (error: Error) => failed(error.message),
      );
      post.destroy(); // with what is not sent of an upload that was refused early; a connection that is done is kept
    });
    const closed = new Promise<void>((resolve) => post.once('close', resolve));
    post.write(head);
    let done = head.length;
    const moved = (bytes: number) => {
      done += bytes;
      const progress = Math.floor((done / total) * 100);
      if (!hasEnded) onProgress({ progress, totalBytesSent: done, totalBytesExpectedToSend: total });
    };
    await pipeline(createReadStream(option.filePath), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        // Taken by the system, and so on its way.
        await Promise.race([new Promise<void>((resolve) => post.write(chunk, () => resolve())), closed]);
        if (post.destroyed) return;
        moved(chunk.length);
      }
    });
    if (!post.destroyed) post.end(tail, () => moved(tail.length));
  };
  start().catch((error: Error) => failed(`file not found: ${error.message}`));

  const stop = (reason: string, errno?: number) => {
    failed(reason, errno);
    sent?.destroy();
  };
  const task = {
    abort: () => stop('abort'),
    onProgressUpdate: (listener: typeof onProgress) => {
      onProgress = listener;
    },
    onHeadersReceived: (listener: typeof onHeaders) => {
      onHeaders = listener;
    },
  };
  return { task, stop, ended };
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
