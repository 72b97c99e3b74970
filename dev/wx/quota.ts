import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';

/** Storage limits of a stand-in for `wx`, in bytes. Tests may use lower ones than WeChat's. */
export type Quota = { readonly [Name in 'userFile' | 'userFiles' | 'storageKey' | 'storage']: number };

export const WECHAT_QUOTA: Quota = LIMITS;
