import type { ErrorOrigin } from './guide';

export type Language = 'en' | 'zh';

/** What stands around the descriptions. */
export interface Frame {
  title: string;
  /** Of the sentences that people read: the document's own first. */
  languages: readonly Language[];
  /** Paragraphs. */
  introduction: readonly string[];
  origins: Readonly<Record<ErrorOrigin, string>>;
  /** Labels. */
  people: string;
  todo: string;
  remedy: string;
}

export const FRAMES: Readonly<Record<Language, Frame>> = {
  en: {
    title: 'Errors',
    languages: ['en', 'zh'],
    introduction: [
      "Every failure is an `UploadError`. Its `code` is stable: decide by it, never by `message`, which is for developers and is logged to the console. `details` holds the HTTP status, OSS's `ossCode`, `ec` and `requestId`, where there are any; `cause` is what was caught.",
      'The `remedy` says what the queue does: `retry` by itself, with backoff; `new-policy` twice, with another policy each time; `by-hand` when a person asks for it, after someone has acted; `never`.',
      'This page is written by `npm run docs`. The sentences that people read are those of [miniprogram/words](../miniprogram/words), where you can change them.',
    ],
    origins: {
      picking: 'Picking, and the picture itself',
      network: 'On the way',
      backend: 'What the backend answered',
      oss: 'What OSS answered',
      code: 'Anything else',
    },
    people: 'People read: ',
    todo: 'What to do: ',
    remedy: 'Remedy: ',
  },
  zh: {
    title: '错误码',
    languages: ['zh', 'en'],
    introduction: [
      '每个失败都是一个 `UploadError`。`code` 是稳定的，请根据它来判断，不要根据 `message`：后者写给开发者，会输出到控制台。`details` 里有 HTTP 状态码以及 OSS 的 `ossCode`、`ec`、`requestId`（如果有），`cause` 是捕获到的原始错误。',
      '`remedy` 表示队列如何处理：`retry` 自动重试（带退避）；`new-policy` 换新的策略再试，最多两次；`by-hand` 需要有人先处理，由用户发起重试；`never` 不再重试。',
      '本页由 `npm run docs` 生成。用户看到的文字在 [miniprogram/words](../miniprogram/words)，可以自行修改。',
    ],
    origins: {
      picking: '选图与图片本身',
      network: '网络',
      backend: '后端的返回',
      oss: 'OSS 的返回',
      code: '其他',
    },
    people: '用户看到：',
    todo: '处理办法：',
    remedy: '重试方式：',
  },
};
