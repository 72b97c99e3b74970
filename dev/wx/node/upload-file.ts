import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type {
  UploadFileOptions,
  UploadFileResult,
  UploadProgress,
} from '../../../miniprogram/services/oss-upload/wx/contract';
import { CallFailed } from '../answer';
import { readAddress } from './address';
import { answerText } from './answer-text';
import { type Multipart, multipart } from './multipart';

/** Called with an upload's progress and response headers. */
export interface UploadReports {
  progress(progress: UploadProgress): void;
  headers(received: { header: unknown }): void;
}

/** Implements `wx.uploadFile`: streams the form fields, then the file. Reports nothing once `signal` is aborted. */
export async function uploadFile(
  options: UploadFileOptions,
  signal: AbortSignal,
  reports: UploadReports,
): Promise<UploadFileResult> {
  const address = readAddress(options.url);
  const size = await sizeOf(options.filePath);
  const form = multipart(options);
  const total = form.head.length + size + form.tail.length;
  const post = openPost(address, { 'content-type': form.contentType, 'content-length': total }, signal);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    post.once('response', resolve);
    post.on('error', reject); // has no effect after the response
  });

  let sent = 0;
  let isReported = false;
  let isAnswered = false;
  const report = () => {
    isReported = true;
    const progress = Math.floor((sent / total) * 100);
    reports.progress({ progress, totalBytesSent: sent, totalBytesExpectedToSend: total });
  };
  const sending = sendForm(post, form, options.filePath, (bytes) => {
    sent += bytes;
    if (!isAnswered) report();
  });

  try {
    // A read error of the file fails the upload; bytes that the server no longer accepts do not.
    const response = await Promise.race([answered, sending.then(() => answered)]);
    isAnswered = true;
    if (!isReported) report();
    reports.headers({ header: response.headers });
    return { data: await answerText(response), statusCode: response.statusCode ?? 0 };
  } finally {
    post.destroy(); // drops what is unsent after an early response; a finished connection is kept alive
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    throw new CallFailed('file not found');
  }
}

/** @param moved called with the number of bytes handed to the system */
async function sendForm(
  post: ClientRequest,
  { head, tail }: Multipart,
  file: string,
  moved: (bytes: number) => void,
): Promise<void> {
  const closed = new Promise<void>((resolve) => post.once('close', resolve));
  post.write(head);
  let before = head.length;
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      // Bytes handed to the system count as sent.
      await Promise.race([new Promise<void>((resolve) => post.write(chunk, () => resolve())), closed]);
      if (post.destroyed) return;
      moved(before + chunk.length);
      before = 0;
    }
  });
  if (!post.destroyed) post.end(tail, () => moved(before + tail.length));
}

function openPost(address: URL, headers: Record<string, string | number>, signal: AbortSignal): ClientRequest {
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  return request(address, { method: 'POST', headers, signal });
}
