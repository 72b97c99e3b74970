import type { FormFields } from './form-fields';
import { headerOf } from './header';
import { fromOssAnswer } from './oss-answer';
import type { Task } from './task';
import { UploadError } from './upload-error';
import { fromWxFailure } from './wx-failure';

/** How far the bytes are. `processing`: all are sent, OSS has not answered yet. */
export type PostProgress = { phase: 'uploading'; percent: number } | { phase: 'processing' };

export interface PostRequest {
  /** The bucket's address. */
  host: string;
  formFields: FormFields;
  filePath: string;
  /** In milliseconds, for the whole upload. Default 600,000: a policy rarely lives longer. */
  timeout?: number;
  /** Called with percents that only grow, 0 to 99, then once with `processing` where the client reports it. */
  onProgress?: (progress: PostProgress) => void;
}

/** What became of the upload callback: none was asked for, the callback server answered, or it could not be reached. */
export type CallbackOutcome =
  | { name: 'none' }
  | { name: 'answered'; answer: unknown }
  | { name: 'failed'; error: UploadError };

/** What OSS says of an object that it stored; headers that a client does not show are left out. */
export interface PostAnswer {
  etag: string | undefined;
  requestId: string | undefined;
  callback: CallbackOutcome;
}

export type UploadApi = Pick<WechatMiniprogram.Wx, 'uploadFile'>;

/**
 * Posts one file to OSS (PostObject). The result rejects with `UploadError`: of the network, of the file, or made from
 * OSS's answer; `success` of `wx.uploadFile` means no more than that an answer came.
 */
export function postObject(request: PostRequest, api: UploadApi = wx): Task<PostAnswer> {
  const { host, filePath, onProgress } = request;
  let headers: unknown;
  let percent = -1;
  let settled = false;
  let abort = () => {};

  const result = new Promise<PostAnswer>((resolve, reject) => {
    const fail = (error: UploadError) => {
      settled = true;
      reject(error);
    };
    // No content-type header: the client writes it, with the boundary of its own.
    const task = api.uploadFile({
      url: `${host}/`,
      filePath,
      name: 'file',
      formData: request.formFields,
      timeout: request.timeout ?? 600_000,
      success: ({ statusCode, data }) => {
        if (settled) return;
        if (statusCode < 200 || statusCode >= 300) return fail(fromOssAnswer(statusCode, data));
        settled = true;
        resolve({
          etag: headerOf(headers, 'etag'),
          requestId: headerOf(headers, 'x-oss-request-id'),
          callback: callbackOutcome(statusCode, data),
        });
      },
      fail: (failure) => {
        if (!settled) fail(fromWxFailure(`wx.uploadFile to ${host}`, failure, 'network'));
      },
    });
    abort = () => {
      if (settled) return;
      fail(new UploadError('aborted', `The upload to ${host} was aborted.`));
      task.abort();
    };
    task.onHeadersReceived(({ header }) => {
      headers = header;
    });
    task.onProgressUpdate(({ progress }) => {
      // Clients go back, repeat, skip 100, or say 100 long before OSS has answered.
      const next = Math.min(100, Math.floor(progress));
      if (settled || !(next > percent)) return;
      percent = next;
      onProgress?.(next === 100 ? { phase: 'processing' } : { phase: 'uploading', percent: next });
    });
  });

  return { result, abort: () => abort() };
}

/**
 * OSS hands on what the callback server answered, which is JSON. 203 means stored, but the callback failed.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
function callbackOutcome(status: number, body: unknown): CallbackOutcome {
  if (status === 203) return { name: 'failed', error: fromOssAnswer(status, body) };
  if (typeof body !== 'string') return { name: 'none' };
  try {
    return { name: 'answered', answer: JSON.parse(body) };
  } catch {
    return { name: 'none' }; // empty, or the XML of a 201
  }
}
