/**
 * WeChat's numbers: what its calls fail with, and how much they take. The stand-ins for `wx` go by the same.
 */

/**
 * The `errno` of a failed call, by its reason.
 * - General and network: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 * - Files (13…): https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html and its neighbours
 */
export const ERRNO = {
  timeout: 5,
  privacyCombined: 103,
  privacyRefused: 104,
  privacyUndeclared: 112,
  network: 600000,
  /** The text beside it holds Chromium's name of the failure: `net::ERR_…`. */
  networkNamed: 600001,
  domainNotListed: 600002,
  /** The mini-program went to the background. */
  interrupted: 600003,
  networkLogic: 600004,
  urlInvalid: 600009,
  fileMissing: 1300002,
  permissionDenied: 1300013,
  storageFull: 1300202,
  fileExists: 1301005,
  lengthOutOfRange: 1301006,
  positionOutOfRange: 1301009,
} as const;

/** Bytes and milliseconds. */
export const LIMITS = {
  /** Images in one pick. https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html */
  picks: 9,
  /** Uploads at once. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
  parallelUploads: 10,
  /** Of a network call without a `timeout` of its own. The same page. */
  networkTimeout: 60_000,
  /** Of all files that a mini-program keeps. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html */
  userFiles: 200 * 1024 ** 2,
  /** Of one of them. The same page. */
  userFile: 100 * 1024 ** 2,
  /** Of one key of the storage, and of all. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html */
  storageKey: 1024 ** 2,
  storage: 10 * 1024 ** 2,
} as const;
