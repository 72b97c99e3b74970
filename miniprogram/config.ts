import type { PolicyDefaults, PolicyRequest } from './services/oss-upload/index';

/** The one file to edit for your own backend. */

/** The backend's address for signed policies, for each version of a mini-program that WeChat knows. */
const POLICY_URLS = {
  /** In DevTools, and in the preview: what `npm start` runs. */
  develop: 'http://127.0.0.1:3000/get_post_signature_for_oss_upload',
  /** The trial version (体验版). https only, and listed as a request domain in WeChat's console. */
  trial: 'https://upload.example.com/get_post_signature_for_oss_upload',
  /** The released version. The same rules as for trial. */
  release: 'https://upload.example.com/get_post_signature_for_oss_upload',
} as const;

export type EnvVersion = keyof typeof POLICY_URLS;

export function policyUrl(version: EnvVersion): string {
  return POLICY_URLS[version];
}

/**
 * Where the backend trades a code of `wx.login` for a session token, which policy requests then carry. Empty where the backend
 * asks for no such token: one that `npm start` runs, or your own.
 */
const LOGIN_URLS: Readonly<Record<EnvVersion, string>> = {
  develop: '',
  trial: 'https://upload.example.com/login',
  release: 'https://upload.example.com/login',
};

export function loginUrl(version: EnvVersion): string {
  return LOGIN_URLS[version];
}

/** What requests to the backend carry, unless a login does; a function is called for each request, for example to add a token. */
export const policyRequest: NonNullable<PolicyRequest['parts']> = {};

/** What the backend's answers lack: host, accessKeyId or dir. An error names the one that is needed. */
export const policyDefaults: PolicyDefaults = {};

/** Where stored pictures are read, if not at the bucket's own address: a CDN or custom domain; `private`: nowhere. */
export const publicUrl: string = '';

export const limits = {
  /** Images on the page. */
  images: 200,
  /** Images in one pick, 1 to 9. */
  imagesPerPick: 9,
  /** The most uploads at once, 1 to 10. Large pictures are uploaded three at a time. */
  parallelUploads: 10,
  /** How long to wait for a signed policy, in milliseconds. */
  policyTimeout: 10_000,
  /** How long one upload may take, in milliseconds. */
  uploadTimeout: 600_000,
} as const;
