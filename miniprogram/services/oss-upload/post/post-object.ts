import { UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { WxApi } from '../wx/contract';
import { headerOf } from '../wx/header';
import { startTimer, type Timer } from '../wx/timer';
import type { FormFields } from './form-fields';
import { fromOssAnswer } from './oss-answer';
import type { Task } from './task';

/** How far the bytes are. `processing`: all are sent, OSS has not answered yet. */
export type PostProgress = { phase: 'uploading'; percent: number } | { phase: 'processing' };

export interface PostRequest {
  /** The bucket's address. */
  host: string;
  formFields: FormFields;
  filePath: string;
  /** In milliseconds, for the whole upload. Default 600,000: a policy rarely lives longer. */
  timeout?: number;
  /** How long nothing may move before the upload counts as stalled, in milliseconds. Default 30,000. */
  stallTimeout?: number;
  /** Called with percents that only grow, 0 to 99, then once with `processing` where the client reports it. */
  onProgress?: (progress: PostProgress) => void;
}

/**
 * What became of the upload callback: none was asked for, the callback server answered, it could not be reached, or
 * nobody knows: the answer of the try that stored the object was lost.
 */
export type CallbackOutcome =
  | { name: 'none' }
  | { name: 'answered'; answer: unknown }
  | { name: 'failed'; error: UploadError }
  | { name: 'unknown' };

/** What OSS says of an object that it stored; headers that a client does not show are left out. */
export interface PostAnswer {
  etag: string | undefined;
  requestId: string | undefined;
  callback: CallbackOutcome;
}

export type UploadApi = Pick<WxApi, 'uploadFile'>;

/**
 * Posts one file to OSS (PostObject). The result rejects with `UploadError`: of the network, of the file, or made from
 * OSS's answer; `success` of `wx.uploadFile` means no more than that an answer came.
 */
export function postObject(request: PostRequest, api: UploadApi = wx, timer: Timer = startTimer): Task<PostAnswer> {
  const { host, filePath, stallTimeout = 30_000, onProgress } = request;
  let headers: unknown;
  let percent = -1;
  let bytes = -1;
  let settled = false;
  let giveUp = (_: UploadError) => {};
  let stopWatch = () => {};

  const result = new Promise<PostAnswer>((resolve, reject) => {
    const settle = (tell: () => void) => {
      if (settled) return;
      settled = true;
      stopWatch();
      tell();
    };
    const fail = (error: UploadError) => settle(() => reject(error));
    // No content-type header: the client writes it, with the boundary of its own.
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
          new UploadError('timeout', `Expected the upload to ${host} to move, got nothing for ${stallTimeout} ms.`),
        ),
      );
    };
    if (!settled) watch();
    task.onHeadersReceived(({ header }) => {
      headers = header;
    });
    task.onProgressUpdate(({ progress, totalBytesSent }) => {
      // Clients go back, repeat, skip 100, or say 100 long before OSS has answered.
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
 * OSS hands on what the callback server answered, which is JSON. 203 means stored, but the callback failed.
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
