import { ERRNO } from '../../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../../../wx/answer';
import type { Link } from '../phone/link';
import { createSignal } from '../signal';
import { type Callbacks, settle } from './calling';
import type { FileRegistry } from './file-registry';

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html */
interface UploadFileOptions {
  readonly url: string;
  readonly filePath: string;
  /** The form field that holds the file. */
  readonly name: string;
  readonly formData?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, string>>;
  /** In milliseconds. Default: the one in app.json. */
  readonly timeout?: number;
}

/** The result for any HTTP status: WeChat calls `success` even for a 403. */
interface UploadResult {
  readonly data: string;
  readonly statusCode: number;
}

interface UploadProgress {
  /** Per cent. */
  readonly progress: number;
  readonly totalBytesSent: number;
  readonly totalBytesExpectedToSend: number;
}

interface ReceivedHeaders {
  readonly header: Readonly<Record<string, string>>;
}

/** Content-Type of the file part by the temporary path's extension, regardless of the content. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  heic: 'image/heic',
  heif: 'image/heif',
  svg: 'image/svg+xml',
};

/** Uploads directly to the URL, so CORS applies. @param defaultTimeout milliseconds */
export function uploadFile(files: FileRegistry, link: Link, defaultTimeout: number) {
  return (options: UploadFileOptions & Callbacks<UploadResult>) => {
    const { timeout = defaultTimeout } = options;
    const deadline = performance.now() + timeout;
    const xhr = new XMLHttpRequest();
    const own = new AbortController();
    const ended = AbortSignal.any([own.signal, link.signal()]);
    ended.addEventListener('abort', () => xhr.abort());
    const progress = createSignal<UploadProgress>();
    const headersReceived = createSignal<ReceivedHeaders>();
    let reported = 0;
    const report = (loaded: number, total: number) => {
      // What was sent on a slow line is handed to the browser afterwards, and is not sent twice.
      if (loaded < reported) return;
      reported = loaded;
      const percent = total === 0 ? 100 : Math.floor((loaded / total) * 100);
      progress.emit({ progress: percent, totalBytesSent: loaded, totalBytesExpectedToSend: total });
    };
    xhr.upload.addEventListener('progress', ({ loaded, total }) => report(loaded, total));
    xhr.addEventListener('readystatechange', () => {
      if (xhr.readyState === XMLHttpRequest.HEADERS_RECEIVED) headersReceived.emit({ header: responseHeaders(xhr) });
    });
    const run = async (): Promise<UploadResult> => {
      const form = await createForm(options, files);
      ended.throwIfAborted();
      const timer = window.setTimeout(() => own.abort(new CallFailed('timeout', ERRNO.timeout)), timeout);
      try {
        const size = sizeOf(form);
        await link.send(size, ended, (sent) => report(sent, size));
      } finally {
        window.clearTimeout(timer);
      }
      return post(xhr, form, options, deadline, ended);
    };
    settle('uploadFile', options, run()).catch(() => {}); // passed to `fail`; WeChat returns a task, not a promise
    return {
      abort: () => own.abort(new CallFailed('abort')),
      onProgressUpdate: progress.on,
      offProgressUpdate: progress.off,
      onHeadersReceived: headersReceived.on,
      offHeadersReceived: headersReceived.off,
    };
  };
}

async function createForm(
  { filePath, name, formData = {} }: UploadFileOptions,
  files: FileRegistry,
): Promise<FormData> {
  const file = files.get(filePath);
  if (file === undefined || !(await isReadable(file))) throw new CallFailed('file not found');
  const form = new FormData();
  // An undefined value becomes the text "undefined", as WeChat sends it.
  for (const [field, value] of Object.entries(formData)) form.append(field, String(value));
  const fileName = filePath.slice(filePath.lastIndexOf('/') + 1);
  const type = TYPES[fileName.slice(fileName.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  form.append(name, file.slice(0, file.size, type), fileName);
  return form;
}

/** In bytes, but for the lines between the fields. */
function sizeOf(form: FormData): number {
  return [...form].reduce((sum, [name, value]) => {
    return sum + name.length + (typeof value === 'string' ? value.length : value.size);
  }, 0);
}

/** Whether the file can be read; it may have been deleted from the disk after it was picked. */
async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function post(
  xhr: XMLHttpRequest,
  form: FormData,
  { url, header = {} }: UploadFileOptions,
  deadline: number,
  ended: AbortSignal,
): Promise<UploadResult> {
  return new Promise((resolve, reject) => {
    ended.throwIfAborted();
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new CallFailed(`invalid url "${url}"`, ERRNO.urlInvalid);
    xhr.addEventListener('load', () => resolve({ data: xhr.responseText, statusCode: xhr.status }));
    xhr.addEventListener('abort', () => reject(ended.reason));
    xhr.addEventListener('timeout', () => reject(new CallFailed('timeout', ERRNO.timeout)));
    // The browser hides the reason from scripts: refused, connection lost or blocked by CORS. Its console shows it.
    xhr.addEventListener('error', () => reject(new CallFailed('error_msg:net::ERR_FAILED', ERRNO.networkNamed)));
    xhr.open('POST', url);
    xhr.timeout = Math.max(1, deadline - performance.now()); // 0 would disable it
    for (const [name, value] of Object.entries(header)) xhr.setRequestHeader(name, value);
    xhr.send(form);
  });
}

function responseHeaders(xhr: XMLHttpRequest): Record<string, string> {
  const lines = xhr.getAllResponseHeaders().trim().split('\r\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
