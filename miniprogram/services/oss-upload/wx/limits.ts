/** How much WeChat takes, in bytes and milliseconds. The stand-ins for `wx` go by the same. */
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
