import type { PolicyDefaults, PolicyRequest } from './services/oss-upload/index';

/** The one file to edit for your own backend. */

/** The backend's URL for signed policies, for each version of a mini-program in WeChat. */
const POLICY_URLS = {
  /** In DevTools and in the preview of `npm start`, which runs this backend. */
  develop: 'http://127.0.0.1:3000/get_post_signature_for_oss_upload',
  /** The trial version (体验版). Must be https, and a request domain in WeChat's console. */
  trial: 'https://upload.example.com/get_post_signature_for_oss_upload',
  /** The released version. The same rules as for trial. */
  release: 'https://upload.example.com/get_post_signature_for_oss_upload',
} as const;

export type EnvVersion = keyof typeof POLICY_URLS;

export function policyUrl(version: EnvVersion): string {
  return POLICY_URLS[version];
}

/**
 * The backend's URL for exchanging a code of `wx.login` for a session token, which policy requests then send. Empty for a
 * backend without such a login, such as the one of `npm start`.
 */
const LOGIN_URLS: Readonly<Record<EnvVersion, string>> = {
  develop: '',
  trial: 'https://upload.example.com/login',
  release: 'https://upload.example.com/login',
};

export function loginUrl(version: EnvVersion): string {
  return LOGIN_URLS[version];
}

/** Method, headers and body of policy requests; unused if `LOGIN_URLS` is set. Use a function to add a token per request. */
export const policyRequest: NonNullable<PolicyRequest['parts']> = {};

/** Values for fields that the backend's response lacks: host, accessKeyId or dir. An error names the missing one. */
export const policyDefaults: PolicyDefaults = {};

/** Base URL for reading stored pictures, if it is not the bucket's own, such as a CDN's. `private`: offer no URLs. */
export const publicUrl: string = '';

export const limits = {
  /** The most images on the page. */
  images: 200,
  /** The most images in one pick, 1 to 9. */
  imagesPerPick: 9,
  /** The most parallel uploads, 1 to 10. Large pictures are uploaded three at a time. */
  parallelUploads: 10,
  /** How long to wait for a signed policy, in milliseconds. */
  policyTimeout: 10_000,
  /** How long one upload may take, in milliseconds. */
  uploadTimeout: 600_000,
} as const;
