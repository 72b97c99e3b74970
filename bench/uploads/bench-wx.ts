import { copyFile } from 'node:fs/promises';
import { nodeWx } from '../../dev/wx/node/node-wx';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';

/**
 * The `wx` of Node with files and storage about as fast as a phone's. The stand-in measures its whole folder before each
 * copy, and writes its whole storage for each key: with hundreds of pictures that would be measured instead of the clients.
 */
export function benchWx(dir: string): WxApi {
  const wx = nodeWx({ dir });
  const files = wx.getFileSystemManager();
  const storage = new Map<string, unknown>();
  return {
    ...wx,
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, data) => void storage.set(key, data),
    removeStorageSync: (key) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    getFileSystemManager: () => ({
      ...files,
      copyFile({ srcPath, destPath, success, fail }) {
        copyFile(srcPath, destPath).then(success, (error: unknown) => fail?.({ errMsg: `copyFile:fail ${error}` }));
      },
    }),
  };
}
