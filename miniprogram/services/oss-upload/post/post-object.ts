import { guarded } from '../errors/guarded';
import { asUploadError, UploadError } from '../errors/upload-error';
import { fromWxFailure } from '../errors/wx-failure';
import type { UploadFileResult, UploadProgress, UploadTask, WxApi } from '../wx/contract';
import { startTimer, type Timer } from '../wx/timer';
import type { FormFields } from './form-fields';
import { judgeAnswer, type PostAnswer } from './stored-proof';
import type { Task } from './task';

/** The progress of an upload. `processing`: all bytes are sent, OSS has not answered yet. */
export type PostProgress = { phase: 'uploading'; percent: number } | { phase: 'processing' };

export interface PostRequest {
  /** The bucket's address. */
  host: string;
  formFields: FormFields;
  filePath: string;
  /** Of the file, in bytes. */
  size: number;
  /** In milliseconds, for the whole upload. Default 600,000: a policy rarely lives longer. */
  timeout?: number;
  /**
   * In milliseconds between two reports of progress, once there were two, after which the upload has stalled and is stopped. Before the first and
   * after the last it is allowed as long as the file takes at 10 KB/s, where that is longer: some Android clients report
   * once or never. Default 30,000.
   */
  stallTimeout?: number;
  /** Called with percents that only grow, 0 to 99, then once with `processing` where the client reports it. */
  onProgress?: (progress: PostProgress) => void;
}

/** In bytes per millisecond: a slow uplink. */
const SLOWEST = 10;

/**
 * Posts one file to OSS (PostObject). The result rejects with an `UploadError` for the network, the file or the answer;
 * `success` of `wx.uploadFile` only means that an answer came, and not from whom (see `judgeAnswer`). It settles once, whatever
 * the client does: calls back twice or after an abort, throws, returns no task. What `onProgress` throws goes to the console.
 */
export function postObject(
  request: PostRequest,
  api: Pick<WxApi, 'uploadFile'> = wx,
  timer: Timer = startTimer,
): Task<PostAnswer> {
  const { host, formFields, filePath, size, timeout = 600_000, stallTimeout = 30_000, onProgress } = request;
  let headers: unknown;
  let percent = -1;
  let reports = 0;
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
    const watch = () => {
      stopWatch();
      const isBetweenReports = reports >= 2 && percent < 100;
      const wait = isBetweenReports ? stallTimeout : Math.max(stallTimeout, Math.min(timeout, size / SLOWEST));
      stopWatch = timer(wait, () =>
        giveUp(new UploadError('timeout', `Expected progress of the upload to ${host}, got none for ${wait} ms.`)),
      );
    };
    // Typed as always there; clients have called back without a result, and returned no task.
    let task: Partial<UploadTask> | undefined;
    giveUp = (error) => {
      if (settled) return;
      fail(error);
      guarded('UploadTask.abort', () => task?.abort?.());
    };
    watch();
    try {
      // No content-type header: the client writes it with its own boundary.
      task = api.uploadFile({
        url: `${host}/`,
        filePath,
        name: 'file',
        formData: formFields,
        timeout,
        success: (answer?: Partial<UploadFileResult>) => {
          const verdict = judgeAnswer(formFields, { status: answer?.statusCode, body: answer?.data, headers });
          if (verdict.name === 'stored') settle(() => resolve(verdict.answer));
          else fail(verdict.error);
        },
        fail: (failure) => fail(fromWxFailure(`wx.uploadFile to ${host}`, failure, 'network')),
      });
    } catch (error) {
      return fail(asUploadError(error));
    }
    const onHeaders = (received?: { header?: unknown }) => {
      headers = received?.header;
    };
    const onUpdate = ({ progress = Number.NaN, totalBytesSent = 0 }: Partial<UploadProgress> = {}) => {
      if (settled) return;
      // Clients go back, repeat, skip 100, or report 100 long before OSS has answered.
      const next = Math.min(100, Math.floor(progress));
      const isNews = next > percent || totalBytesSent > bytes;
      const isFurther = next > percent;
      bytes = Math.max(bytes, totalBytesSent || 0);
      if (isFurther) percent = next;
      if (isNews) {
        reports++;
        watch();
      }
      if (!isFurther) return;
      guarded('onProgress', () =>
        onProgress?.(next === 100 ? { phase: 'processing' } : { phase: 'uploading', percent: next }),
      );
    };
    guarded('UploadTask.onHeadersReceived', () => task?.onHeadersReceived?.(onHeaders));
    guarded('UploadTask.onProgressUpdate', () => task?.onProgressUpdate?.(onUpdate));
  });

  return { result, abort: () => giveUp(new UploadError('aborted', `The upload to ${host} was aborted.`)) };
}
