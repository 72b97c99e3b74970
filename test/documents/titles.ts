/** The titles of documents that exist in both languages. */
export const TITLES: Readonly<Record<string, string>> = {
  'Pictures from WeChat straight to OSS': '微信小程序图片直传 OSS',
  'Try it': '试一试',
  'In WeChat DevTools': '在微信开发者工具中打开',
  'With a bucket of your own': '使用自己的 Bucket',
  Settings: '设置',
  'With a backend of your own': '使用自己的后端',
  'In a mini-program of your own': '用在自己的小程序里',
  'Where things are': '目录',
  Errors: '错误码',
  'Picking, and the picture itself': '选图与图片本身',
  'On the way': '网络',
  'What the backend answered': '后端的返回',
  'What OSS answered': 'OSS 的返回',
  'Anything else': '其他',
};
