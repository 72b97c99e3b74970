import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';

/** How much a stand-in for `wx` lets the mini-program keep, in bytes; a test may give it less than WeChat does. */
export type Quota = { readonly [Name in 'userFile' | 'userFiles' | 'storageKey' | 'storage']: number };

export const WECHAT_QUOTA: Quota = LIMITS;
