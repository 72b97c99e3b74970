/**
 * The `errno` of a failed call, by its reason.
 * - General and network: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 * - Files (13…): https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html and its neighbours
 */
export const ERRNO = {
  timeout: 5,
  privacyRefused: 104,
  privacyUndeclared: 112,
  /** Undocumented; seen beside `please go to mp to announce your privacy usage`. */
  privacyUnannounced: 1025,
  privacyPopupOff: 1026,
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
