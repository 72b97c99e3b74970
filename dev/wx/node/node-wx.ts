import { chooseImage, type Picks } from './choose-image';
import { getFileInfo, readFile } from './files';
import { request } from './request';
import { uploadFile } from './upload-file';

/**
 * A `wx` made of Node's network and file calls: what the mini-program sends goes over a real connection, and what it
 * reads is a real file. It has the calls that an upload needs, with WeChat's own texts of failure.
 * @param picks what the next calls of `chooseImage` hand out. Default: the picker is closed without a choice.
 * @param resolveUrl where an address leads. Default: where it says.
 */
export function nodeWx(picks: Picks = [], resolveUrl: (url: string) => string = (url) => url): WechatMiniprogram.Wx {
  const calls = {
    chooseImage: (option: WechatMiniprogram.ChooseImageOption) => void chooseImage(option, picks.shift()),
    request: (option: WechatMiniprogram.RequestOption) => void request({ ...option, url: resolveUrl(option.url) }),
    uploadFile: (option: WechatMiniprogram.UploadFileOption) =>
      uploadFile({ ...option, url: resolveUrl(option.url) }).task,
    getFileSystemManager: () => ({ getFileInfo, readFile }),
    getAppBaseInfo: () => ({ language: 'en' }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    setNavigationBarTitle() {},
  };
  return calls as unknown as WechatMiniprogram.Wx; // some of its 400 calls, and only what ours read of their answers
}
