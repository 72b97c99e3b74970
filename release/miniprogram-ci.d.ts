/** Types for internal files of miniprogram-ci, which ships none. */

/** Default project attributes, which it otherwise requests from WeChat. */
declare module 'miniprogram-ci/dist/config/config' {
  export const DefaultProjectAttr: object;
}

/** Allowed file extensions: the built-in lists, and the function that requests newer ones from WeChat. */
declare module 'miniprogram-ci/dist/utils/white_ext_list' {
  export const MiniProgramWhiteList: readonly string[];
  export const GameWhiteList: readonly string[];
  export function getWhiteExtList(): Promise<{ MiniProgramWhiteList: Set<string>; GameWhiteList: Set<string> }>;
}

declare module 'miniprogram-ci/dist/config/url.config' {
  export const GET_ATTR_URL: string;
}

/** Requests to WeChat, through the proxy that the environment names. */
declare module 'miniprogram-ci/dist/utils/request' {
  export function initGlobalProxy(): void;
  export function request(options: {
    url: string;
    method: 'post';
    body: string;
    headers: Record<string, string>;
  }): Promise<{ body: string }>;
}

declare module 'miniprogram-ci/dist/utils/sign' {
  /** Requests a random string from WeChat and signs it with the key (PEM). */
  export function getSignature(privateKey: string, appid: string): Promise<string>;
}

declare module 'miniprogram-ci/dist/ci/utils/terminalQrcode' {
  /** Decodes a picture (base64) of a QR code and draws it for a terminal. */
  export function generateTerminalQrcode(picture: string): Promise<string>;
}
