import { UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { WxApi } from '../wx/contract';
import { headerOf } from '../wx/header';
import { startTimer, type Timer } from '../wx/timer';
import type { FormFields } from './form-fields';
import { fromOssAnswer } from './oss-answer';
import type { Task } from './task';

/** The progress of an upload. `processing`: all bytes are sent, OSS has not answered yet. */
export type PostProgress = { phase: 'uploading'; percent: number } | { phase: 'processing' };

export interface PostRequest {
  /** The bucket's address. */
  host: string;
  formFields: FormFields;
  filePath: string;
  /** In milliseconds, for the whole upload. Default 600,000: a policy rarely lives longer. */
  timeout?: number;
  /** In milliseconds without progress, after which the upload has stalled and is stopped. Default 30,000. */
  stallTimeout?: number;
  /** Called with percents that only grow, 0 to 99, then once with `processing` where the client reports it. */
  onProgress?: (progress: PostProgress) => void;
}

/**
 * The outcome of the upload callback: there was none, the callback server answered, the callback failed, or it is
 * unknown because the answer of the try that stored the object was lost.
 */
export type CallbackOutcome =
  | { name: 'none' }
  | { name: 'answered'; answer: unknown }
  | { name: 'failed'; error: UploadError }
  | { name: 'unknown' };

/** OSS's answer for a stored object; without the headers that a client does not show. */
export interface PostAnswer {
  etag: string | undefined;
  requestId: string | undefined;
  callback: CallbackOutcome;
}

/**
 * Posts one file to OSS (PostObject). The result rejects with an `UploadError` for the network, the file or OSS's answer;
 * `success` of `wx.uploadFile` only means that an answer came.
 */
export function postObject(
  request: PostRequest,
  api: Pick<WxApi, 'uploadFile'> = wx,
  timer: Timer = startTimer,
): Task<PostAnswer> {
  const { host, filePath, stallTimeout = 30_000, onProgress } = request;
  let headers: unknown;
  let percent = -1;
  let bytes = -1;
  let settled = false;
  let giveUp = (_: UploadError) => {};
  let stopWatch = () => {};

  const result = new Promise<PostAnswer>((resolve, reject) => {
    const settle = (deliver: () => void) => {
      if (settled) return;
      settled = true;
      stopWatch();
      deliver();
    };
    const fail = (error: UploadError) => settle(() => reject(error));
    // No content-type header: the client writes it with its own boundary.
    const task = api.uploadFile({
      url: `${host}/`,
      filePath,
      name: 'file',
      formData: request.formFields,
      timeout: request.timeout ?? 600_000,
      success: ({ statusCode, data }) => {
        if (statusCode < 200 || statusCode >= 300) return fail(fromOssAnswer(statusCode, data, headers));
        settle(() =>
          resolve({
            etag: headerOf(headers, 'etag'),
            requestId: headerOf(headers, 'x-oss-request-id'),
            callback: callbackOutcome(statusCode, data, headers),
          }),
        );
      },
      fail: (failure) => fail(fromWxFailure(`wx.uploadFile to ${host}`, failure, 'network')),
    });
    giveUp = (error) => {
      if (settled) return;
      fail(error);
      task.abort();
    };
    const watch = () => {
      stopWatch();
      stopWatch = timer(stallTimeout, () =>
        giveUp(
          new UploadError('timeout', `Expected progress of the upload to ${host}, got none for ${stallTimeout} ms.`),
        ),
      );
    };
    if (!settled) watch();
    task.onHeadersReceived(({ header }) => {
      headers = header;
    });
    task.onProgressUpdate(({ progress, totalBytesSent }) => {
      // Clients go back, repeat, skip 100, or report 100 long before OSS has answered.
      const next = Math.min(100, Math.floor(progress));
      if (settled) return;
      if (next > percent || totalBytesSent > bytes) watch();
      bytes = Math.max(bytes, totalBytesSent || 0);
      if (!(next > percent)) return;
      percent = next;
      onProgress?.(next === 100 ? { phase: 'processing' } : { phase: 'uploading', percent: next });
    });
  });

  return { result, abort: () => giveUp(new UploadError('aborted', `The upload to ${host} was aborted.`)) };
}

/**
 * OSS passes on the JSON that the callback server answered. 203 means that the object is stored and the callback failed.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
function callbackOutcome(status: number, body: unknown, headers: unknown): CallbackOutcome {
  if (status === 203) return { name: 'failed', error: fromOssAnswer(status, body, headers) };
  if (typeof body !== 'string') return { name: 'none' };
  try {
    return { name: 'answered', answer: JSON.parse(body) };
  } catch {
    return { name: 'none' }; // empty, or the XML of a 201
  }
}
