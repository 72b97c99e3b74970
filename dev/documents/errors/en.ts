import type { ErrorGuide } from './guide';

export const en: ErrorGuide = {
  'picker-failed': {
    means: '`wx.chooseImage` failed for an unknown reason.',
    todo: "Look at `error.message` and `error.cause` in the console: they quote WeChat's message.",
  },
  'privacy-undeclared': {
    means:
      "The privacy guide in WeChat's console does not declare 选中的照片或视频, so the call fails for every user (errno 112).",
    todo: 'Declare it (设置 → 服务内容声明 → 用户隐私保护指引). It takes effect after some minutes.',
  },
  'privacy-refused': {
    means:
      "The user declined WeChat's privacy prompt (errno 104). For the next ten seconds, WeChat fails calls without showing the prompt.",
    todo: 'Let the user tap again later. Offer the privacy guide with `wx.openPrivacyContract`, as the component does.',
  },
  'permission-missing': {
    means: "WeChat lacks the phone's permission for photos or the camera.",
    todo: "Open the phone's settings with `wx.openAppAuthorizeSetting`, directly in a tap handler.",
  },
  'scope-refused': {
    means: 'The user denied this mini-program a permission within WeChat.',
    todo: "Open the mini-program's settings with `wx.openSetting`, directly in a tap handler.",
  },
  'file-missing': {
    means: 'The picked file is gone, or its path now holds another file. Temporary files do not survive a restart.',
    todo: 'Pick the picture again. This happens if no copy could be kept (`image.atRisk`), for example because the storage was full.',
  },
  'file-unreadable': {
    means: 'A file system call failed or returned unexpected data.',
    todo: 'Nothing: it is retried. If it keeps failing, pick the picture again.',
  },
  'file-empty': {
    means: 'The file has 0 bytes.',
    todo: 'Pick another picture.',
  },
  'not-an-image': {
    means: "The file's first bytes match no supported format: JPEG, PNG, GIF, WebP, HEIC, HEIF, AVIF, BMP.",
    todo: 'Pick another file. The file name does not matter.',
  },
  'file-too-large': {
    means:
      'The picture is larger than the policy allows (`content-length-range`). `details.limit` has the limit if the client knows it.',
    todo: "Pick a smaller one, or raise the backend's `OSS_MAX_SIZE`.",
  },
  'file-too-small': {
    means:
      'The picture is smaller than the policy allows (`content-length-range`). `details.limit` has the limit if the client knows it.',
    todo: "Pick another one, or lower the backend's `OSS_MIN_SIZE`.",
  },
  'type-not-allowed': {
    means: 'The policy does not allow the content type of this picture.',
    todo: "Pick another one, or add the type to the backend's `OSS_CONTENT_TYPES`.",
  },
  network: {
    means: 'The connection to the backend or to OSS failed.',
    todo: 'Nothing: it is retried, and again when the network is back.',
  },
  timeout: {
    means: 'A call timed out, or an upload made no progress for 30 seconds.',
    todo: 'Nothing: it is retried. If all uploads time out, raise `uploadTimeout` or upload smaller pictures.',
  },
  interrupted: {
    means: 'WeChat interrupted the call: the mini-program went to the background, or the network changed.',
    todo: 'Nothing: it is retried when the mini-program is back in the foreground. The interrupted attempt does not count.',
  },
  'too-many-uploads': {
    means: 'More network calls are running than the client allows. WeChat allows ten uploads.',
    todo: 'Nothing: it is retried. If other code uploads too, lower `parallel`.',
  },
  certificate: {
    means:
      "The TLS certificate was not accepted: the server's certificate or the phone's clock is wrong, or the network intercepts TLS.",
    todo: 'On one phone only: check its clock and network. On all phones: check that the server sends the full certificate chain.',
  },
  'domain-not-listed': {
    means: "The host is not in WeChat's domain list for this kind of call (errno 600002).",
    todo: "Add the backend to *request* and the bucket's host to *uploadFile*. `npm run doctor` prints both.",
  },
  'address-invalid': {
    means: 'WeChat rejects the URL (errno 600009).',
    todo: "Correct the policy URL in `config.ts`, or the host in the backend's response.",
  },
  aborted: {
    means: 'The upload was cancelled.',
    todo: 'Nothing. A cancelled image can be retried.',
  },
  unauthorized: {
    means: 'The backend responded with 401 or 403, or with such a code in its JSON, and signing in did not help.',
    todo: 'Send a token with `policy.parts`; sign in with `policy.onUnauthorized`. The images are kept.',
  },
  'backend-refused': {
    means: 'The backend responded with 3xx or 4xx and JSON: this upload is not allowed.',
    todo: 'Read the response in the console. Run `npm run doctor` with the same headers.',
  },
  'backend-failed': {
    means: 'The backend responded with 5xx or 429.',
    todo: "In the mini-program, nothing: it is retried, after `Retry-After` if present. Check the backend's log.",
  },
  'policy-unusable': {
    means:
      'The response is missing a field, contains a secret, or demands something that the client cannot satisfy. The message says which.',
    todo: 'Run `npm run doctor`. Supply missing fields with `policy.defaults`, or correct the backend.',
  },
  'not-from-backend': {
    means: 'The response was not JSON: a captive portal, a proxy or a firewall responded instead of the backend.',
    todo: 'Nothing: it is retried. If it happens on every network, the policy URL is wrong, or the backend returns errors as HTML.',
  },
  'policy-expired': {
    means: 'The policy had expired when OSS received the form.',
    todo: "Nothing: a new policy is requested. If it keeps happening, raise `OSS_POLICY_SECONDS` and check the server's clock.",
  },
  'policy-violated': {
    means: 'A form field violates a condition of the policy (`Policy Condition failed`).',
    todo: 'The message quotes the condition. Run `npm run doctor` to see what the policy allows.',
  },
  'signature-refused': {
    means: 'OSS rejected the signature, the key or the STS token, or `x-oss-date` is off by more than 15 minutes.',
    todo: "Up to two new policies are tried. If that fails: is the key enabled, is the STS token in the response, is the server's clock right?",
  },
  'signature-v1-refused': {
    means: 'OSS no longer accepts V1 signatures from this account or for this bucket (EC 0002-00000080).',
    todo: 'Sign with V4. [backend-contract.md](backend-contract.md) has a backend that does.',
  },
  'already-exists': {
    means: 'Another object has this key, and the form forbids overwriting.',
    todo: 'Have the backend return a new key for each picture. Keys that the mini-program generates are random.',
  },
  'outcome-unknown': {
    means: 'A response was lost, and the key prefix has changed since: the picture may or may not be stored.',
    todo: 'Keep `dir` the same in every policy. The user decides whether to retry, which may store the picture twice.',
  },
  'upload-cut-short': {
    means: 'OSS did not receive the whole form (`MalformedPOSTRequest`, `RequestTimeout`).',
    todo: 'Nothing: it is retried.',
  },
  'bucket-missing': {
    means: 'The bucket does not exist.',
    todo: "Correct the backend's `OSS_BUCKET` and `OSS_REGION`, or the host in its response.",
  },
  'not-a-bucket': {
    means: 'The host does not accept POST (405): it is a CDN or a website, or the URL has a path.',
    todo: "Post to the bucket's own host. If pictures are read through a CDN, set `publicUrl`.",
  },
  'public-endpoint-forbidden': {
    means: 'Accounts opened since 2025-03-20 may not use the default domain of buckets in mainland China.',
    todo: 'Bind a custom domain with a certificate and an ICP filing, set `OSS_HOST` to it, and add it to *uploadFile*.',
  },
  'oss-refused': {
    means: 'OSS responded with another 3xx or 4xx. `details` has its `ossCode`, `ec` and `requestId`.',
    todo: "Look up the EC in [OSS's list](https://help.aliyun.com/zh/oss/support/ec-error-code). A common cause is a key without `oss:PutObject` or `oss:PutObjectAcl`.",
  },
  'callback-failed': {
    means: 'OSS stored the picture, but its callback to your server failed or took longer than five seconds (203).',
    todo: 'Check the callback route: it must respond with 200 and JSON within five seconds. The image counts as stored.',
  },
  'oss-failed': {
    means: 'OSS responded with 5xx or 429.',
    todo: "Nothing: it is retried. Alibaba's support asks for `details.requestId`.",
  },
  'not-from-oss': {
    means:
      'Nothing in the response proves that it is from OSS: a captive portal, a proxy or a firewall may have responded.',
    todo: "Nothing: it is retried. If it happens on every network, the host is not the bucket's.",
  },
  'checksum-mismatch': {
    means: "With `verify`: the CRC-64 that OSS computed differs from the file's. The object stays in the bucket.",
    todo: 'Pick the picture again; it is stored under another key.',
  },
  unexpected: {
    means:
      'A bug in this code, an exception in one of your callbacks, or a `wx` call that threw. `error.cause` has the original error.',
    todo: 'It is retried. If your code is not the cause, please report it.',
  },
};
