import type { ErrorGuide } from './guide';

export const en: ErrorGuide = {
  'picker-failed': {
    means: '`wx.chooseImage` failed for a reason that is in no table.',
    todo: 'Look at `error.message` and `error.cause` in the console: they quote what WeChat said.',
  },
  'privacy-undeclared': {
    means:
      'The privacy guide in the console does not declare 选中的照片或视频, so the call fails for everyone (errno 112).',
    todo: 'Declare it (设置 → 服务内容声明 → 用户隐私保护指引). It works some minutes later.',
  },
  'privacy-refused': {
    means:
      "The user refused WeChat's privacy consent (errno 104). For ten seconds WeChat fails at once without asking.",
    todo: 'Let the user tap again. Offer the guide with `wx.openPrivacyContract`, as the component does.',
  },
  'permission-missing': {
    means: "WeChat lacks the phone's permission for photos or the camera.",
    todo: "Open the phone's settings with `wx.openAppAuthorizeSetting`, in the tap itself.",
  },
  'scope-refused': {
    means: 'The user refused this mini-program a permission within WeChat.',
    todo: "Open the mini-program's settings with `wx.openSetting`, in the tap itself.",
  },
  'file-missing': {
    means: 'The picked file is gone, or another file is at its path. Temporary files do not survive a restart.',
    todo: 'Pick the picture again. It happens where no copy could be kept (`image.atRisk`), such as without free space.',
  },
  'file-unreadable': {
    means: 'A call of the file system failed, or gave other bytes than asked for.',
    todo: 'Nothing: it is retried. If it stays, pick the picture again.',
  },
  'file-empty': {
    means: 'The file has 0 bytes.',
    todo: 'Pick another picture.',
  },
  'not-an-image': {
    means: 'The first bytes are of no known picture: JPEG, PNG, GIF, WebP, HEIC, HEIF, AVIF, BMP.',
    todo: 'Pick another file. The name of a file plays no part.',
  },
  'file-too-large': {
    means:
      'The picture has more bytes than the policy allows (`content-length-range`). `details.limit` has the number.',
    todo: 'Pick a smaller one, or raise `OSS_MAX_SIZE` of the backend.',
  },
  'file-too-small': {
    means: 'The picture has fewer bytes than the policy allows.',
    todo: 'Pick another, or lower `OSS_MIN_SIZE` of the backend.',
  },
  'type-not-allowed': {
    means: 'The policy does not allow the content type of this picture.',
    todo: 'Pick another, or add the type to `OSS_CONTENT_TYPES` of the backend.',
  },
  network: {
    means: 'The connection to the backend or to OSS failed.',
    todo: 'Nothing: it is retried, and again when the network is back.',
  },
  timeout: {
    means: 'A call had no answer in time, or an upload made no progress for 30 seconds.',
    todo: 'Nothing: it is retried. If all uploads end so, raise `uploadTimeout` or offer smaller pictures.',
  },
  interrupted: {
    means: 'WeChat stopped the call: the mini-program went to the background, or the network changed.',
    todo: 'Nothing: it is retried when the mini-program is shown again. This is not counted as a try.',
  },
  'too-many-uploads': {
    means: 'More network calls run at once than the client takes. WeChat takes ten uploads.',
    todo: 'Nothing: it is retried. If other code uploads too, lower `parallel`.',
  },
  certificate: {
    means:
      "The https certificate was not accepted: the server's is wrong, the phone's clock is, or a network intercepts.",
    todo: 'On one phone only: its clock, its network. On all: the whole chain of certificates on the server.',
  },
  'domain-not-listed': {
    means: "The address is not in WeChat's list of domains for this kind of call (errno 600002).",
    todo: "List the backend under *request*, the bucket's host under *uploadFile*. `npm run doctor` prints both.",
  },
  'address-invalid': {
    means: 'WeChat does not take the URL (errno 600009).',
    todo: 'Correct the policy URL in `config.ts`, or the host in the answer of the backend.',
  },
  aborted: {
    means: 'The upload was cancelled.',
    todo: 'Nothing. A cancelled image can be retried.',
  },
  unauthorized: {
    means: 'The backend answered 401 or 403, or such a code in its JSON, and signing in did not help.',
    todo: 'Send a token with `policy.parts`, sign in with `policy.onUnauthorized`. The images are kept.',
  },
  'backend-refused': {
    means: 'The backend answered 3xx or 4xx with JSON: this upload is not allowed.',
    todo: 'Read the answer in the console. Run `npm run doctor` with the same headers.',
  },
  'backend-failed': {
    means: 'The backend answered 5xx or 429.',
    todo: "Nothing in the mini-program: it is retried, after `Retry-After` where there is one. Look into the backend's log.",
  },
  'policy-unusable': {
    means: 'The answer lacks a piece, holds a secret, or demands what the client cannot meet. The message names it.',
    todo: 'Run `npm run doctor`. Supply what is missing with `policy.defaults`, or correct the backend.',
  },
  'not-from-backend': {
    means: 'The answer was no JSON: the sign-in page of a network, a proxy or a firewall answered for the backend.',
    todo: 'Nothing: it is retried. If it happens everywhere, the policy URL is wrong, or the backend answers errors in HTML.',
  },
  'policy-expired': {
    means: 'OSS received the form after the expiration of the policy.',
    todo: "Nothing: a new policy is requested. If it repeats, raise `OSS_POLICY_SECONDS` and check the server's clock.",
  },
  'policy-violated': {
    means: 'A field of the form does not meet a condition of the policy (`Policy Condition failed`).',
    todo: 'The message quotes the condition. Run `npm run doctor`: it shows what it understood of the policy.',
  },
  'signature-refused': {
    means: 'OSS does not accept the signature, the key or the STS token, or `x-oss-date` is over 15 minutes off.',
    todo: "A new policy is tried twice. Then: is the key enabled, is the STS token sent along, is the server's clock right?",
  },
  'signature-v1-refused': {
    means: 'OSS no longer takes V1 signatures from this account or bucket (EC 0002-00000080).',
    todo: 'Sign in version 4: [backend-contract.md](backend-contract.md) has a backend that does.',
  },
  'already-exists': {
    means: 'Another object has this key, and the form forbids overwriting it.',
    todo: 'Let the backend name a new key for each picture. The keys that the mini-program makes are random.',
  },
  'outcome-unknown': {
    means: 'An answer was lost, and the prefix of keys has changed since: the picture may or may not be stored.',
    todo: 'Keep `dir` the same from policy to policy. A person decides whether to retry, which may store it twice.',
  },
  'upload-cut-short': {
    means: 'OSS did not receive the whole form (`MalformedPOSTRequest`, `RequestTimeout`).',
    todo: 'Nothing: it is retried.',
  },
  'bucket-missing': {
    means: 'OSS knows no such bucket.',
    todo: 'Correct `OSS_BUCKET` and `OSS_REGION` of the backend, or the host in its answer.',
  },
  'not-a-bucket': {
    means: 'The host takes no POST (405): a CDN, a website, or a path that is too long.',
    todo: "Post to the bucket's own host. Where pictures are read from a CDN, set `publicUrl`.",
  },
  'public-endpoint-forbidden': {
    means: 'Accounts opened since 2025-03-20 may not use the default domain of buckets in mainland China.',
    todo: 'Bind a custom domain with a certificate and ICP filing, set `OSS_HOST` to it, and list it under *uploadFile*.',
  },
  'oss-refused': {
    means: 'OSS answered another 3xx or 4xx. `details` has its `ossCode`, `ec` and `requestId`.',
    todo: "Look the EC up in [OSS's list](https://help.aliyun.com/zh/oss/support/ec-error-code). Often: the key lacks `oss:PutObject`.",
  },
  'callback-failed': {
    means: 'OSS stored the picture, but its call to your server failed or took over five seconds (203).',
    todo: 'Look into the callback route: it answers 200 and JSON within five seconds. The image counts as stored.',
  },
  'oss-failed': {
    means: 'OSS answered 5xx or 429.',
    todo: "Nothing: it is retried. `details.requestId` is what Alibaba's support asks for.",
  },
  'not-from-oss': {
    means: "An answer without any proof that it is OSS's: the sign-in page of a network, a proxy or a firewall.",
    todo: "Nothing: it is retried. If it happens everywhere, the host is not the bucket's.",
  },
  'checksum-mismatch': {
    means: "With `verify`: the CRC-64 that OSS computed is not the file's. The object stays in the bucket.",
    todo: 'Pick the picture again: it goes under another key.',
  },
  unexpected: {
    means: 'A fault of this code, of a callback of yours, or a call of `wx` that threw. `error.cause` has it.',
    todo: 'It is retried. If the cause is not in your code, report it.',
  },
};
