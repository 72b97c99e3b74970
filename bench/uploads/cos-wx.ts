import { open, stat } from 'node:fs/promises';
import type { Callbacks, UploadFileOptions, WxApi } from '../../miniprogram/services/oss-upload/wx/contract';
import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';

interface CosRequest extends Callbacks<{ data: unknown; statusCode: number; header: unknown }> {
  url: string;
  method: string;
  header?: Record<string, string>;
  data?: ArrayBuffer | string;
}

interface CosStat extends Callbacks<{ stats: { isDirectory(): boolean; size: number } }> {
  path: string;
}

interface CosRead extends Callbacks<{ data: ArrayBuffer }> {
  filePath: string;
  position: number;
  length: number;
}

type CosUpload = Omit<UploadFileOptions, 'formData'> & { formData: Record<string, unknown> };

/**
 * The `wx` of Node with what cos-wx-sdk-v5 uses and our contract lacks: requests of any method with bytes and text, file
 * statistics, storage for one run. Uploads are the contract's own.
 */
export function cosWx(wx: WxApi) {
  const storage = new Map<string, unknown>();
  return {
    // It slices files only on clients that it knows to be able to.
    canIUse: () => true,
    getAppBaseInfo: () => ({ SDKVersion: '3.9.0' }),
    getDeviceInfo: () => ({ platform: 'ios' }),
    getFileSystemManager: () => ({
      stat: ({ path, ...callbacks }: CosStat) =>
        settle(callbacks, async () => {
          const { size } = await stat(path);
          return { stats: { isDirectory: () => false, size } };
        }),
      readFile: ({ filePath, position, length, ...callbacks }: CosRead) =>
        settle(callbacks, async () => {
          const file = await open(filePath);
          try {
            const data = new ArrayBuffer(length);
            await file.read(new Uint8Array(data), 0, length, position);
            return { data };
          } finally {
            await file.close();
          }
        }),
    }),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, data: unknown) => void storage.set(key, data),
    removeStorageSync: (key: string) => void storage.delete(key),
    request({ url, method, header = {}, data, ...callbacks }: CosRequest) {
      const aborting = new AbortController();
      const headers = Object.fromEntries(Object.entries(header).filter(([name]) => name.toLowerCase() !== 'host'));
      settle(callbacks, async () => {
        const body = data === undefined || data === '' ? {} : { body: data };
        const answer = await fetch(url, { method, headers, signal: aborting.signal, ...body });
        return { data: await answer.text(), statusCode: answer.status, header: Object.fromEntries(answer.headers) };
      });
      return { abort: () => aborting.abort() };
    },
    uploadFile(options: CosUpload) {
      const formData = Object.fromEntries(Object.entries(options.formData).map(([name, value]) => [name, `${value}`]));
      // 0 is the SDK's default, and for WeChat no time-out of its own.
      return wx.uploadFile({ ...options, formData, timeout: options.timeout || LIMITS.networkTimeout });
    },
  };
}

async function settle<Result>({ success, fail }: Callbacks<Result>, work: () => Promise<Result>): Promise<void> {
  const result = await work().catch((error: unknown) => {
    fail?.({ errMsg: String(error) });
  });
  if (result !== undefined) success?.(result);
}
