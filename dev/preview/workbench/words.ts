import type { FaultKind } from '../../oss/faults/faults';
import type { SignatureSlip, SignatureStepName } from '../../oss/form-log/form-record';

const slips: Readonly<Record<SignatureSlip, string>> = {
  'signed-json':
    "The backend signed the policy's JSON. OSS expects a signature of the base64 text in the policy field: sign exactly what is sent.",
  'upper-case': 'The signature is correct but in upper case. The backend must encode it as lower-case hex.',
  'other-encoding':
    'The signature is correct but in the wrong encoding. The backend must encode V4 as lower-case hex and V1 as base64.',
  'no-prefix':
    'The signing key was derived from the secret alone. The backend must start the chain with "aliyun_v4" followed by the secret.',
  'other-day':
    'The signing key is for a different day than x-oss-credential. The backend must derive both from the same time, in UTC.',
  'oss-region': 'The signing key is for a region that begins with "oss-". The backend must sign without that prefix.',
  'other-version': 'The form was signed as one version and sent as the other. Sign as x-oss-signature-version says.',
  secret:
    "The form was signed with a different AccessKey secret than the bucket's, or the policy was changed after signing. Compare OSS_ACCESS_KEY_SECRET of the backend and of the local OSS.",
};

const steps: Readonly<Record<SignatureStepName, string>> = {
  version: 'Version',
  'access-key-id': 'AccessKey id',
  token: 'Security token',
  day: 'Day',
  region: 'Region',
  scope: 'Service and terminator',
  date: 'Date and current time',
  'string-to-sign': 'String to sign',
  'signing-key': "Signing key's scope",
  encoding: 'Encoding',
  signature: 'Signature',
};

const faultHints: Readonly<Record<FaultKind, string>> = {
  'cut-before': 'The connection is dropped before the form is read.',
  'cut-during': 'The connection is dropped when half of the form has been read.',
  'cut-after': 'The object is stored, then the connection is dropped.',
  '500': 'InternalError; nothing is stored.',
  '503': 'ServiceUnavailable, with Retry-After; nothing is stored.',
  expired: 'OSS reports that the policy has expired; nothing is stored.',
  silence: 'Nothing is stored, and OSS never responds.',
  'silence-after': 'The object is stored, but OSS never responds.',
  '203': 'The object is stored, but OSS reports that the callback failed.',
  'portal-200': 'A captive portal responds with a sign-in page instead of OSS.',
  'portal-204': 'An empty 204, as from captive portals and proxies.',
  'portal-302': 'A redirect to a sign-in page, as from captive portals.',
  certificate: 'A redirect to a server with an untrusted certificate.',
};

/** Every text of the workbench. */
export const words = {
  workbench: 'Workbench',
  tabs: 'Workbench tabs',
  close: 'Close the workbench',
  typeErrors: (count: number) => (count === 1 ? '1 type error' : `${count} type errors`),
  copied: 'Copied',
  notCopied: 'The browser did not allow copying',

  objects: {
    title: 'Objects',
    list: 'Objects in the bucket, newest first',
    empty: 'Pick a picture and see where it goes',
    emptyMore: 'Pictures that the mini-program uploads appear here as soon as they are stored.',
    noOss: 'This preview runs without a local OSS. Run npm start to see stored objects here.',
    stored: (key: string) => `Stored ${key}`,
    opens: 'opens in a new tab',
  },

  requests: {
    title: 'Requests',
    list: 'Requests, newest first',
    empty: 'No requests yet',
    emptyMore: 'Policy requests and forms appear here, with every check and its result.',
    form: 'Form',
    request: 'Request',
    marks: { good: 'Succeeded', bad: 'Failed', waiting: 'In progress', warning: 'Fault injected' },
    condition: { good: 'holds', bad: 'fails', unknown: 'not compared' },
    receiving: 'receiving…',
    waiting: 'waiting…',
    noAnswer: 'no response',
    copy: 'Copy as curl',
    fields: 'Fields, in the order sent',
    field: 'Field',
    value: 'Value',
    ignored: 'ignored: fields after the file do not count',
    file: 'file',
    unnamedFile: 'without a file name',
    policy: 'Policy',
    expires: (at: string) => `Expires ${at}`,
    expired: (at: string) => `Expired ${at}`,
    conditionHead: 'Condition',
    comparedHead: 'Compared with',
    notCompared: 'not compared: OSS refused the form earlier',
    nothing: 'nothing',
    signature: (version: string) => `Signature, ${version}`,
    step: 'Step',
    theirs: 'In the form',
    ours: 'Expected',
    answer: 'Response',
    status: 'Status',
    code: 'Code',
    message: 'Message',
    requestId: 'Request id',
    etag: 'ETag',
    took: 'Duration',
    foreign: 'This response is not from OSS but from something in between.',
    url: 'URL',
    header: 'Headers',
    body: 'Body',
    steps,
  },

  phone: {
    title: 'Phone',
    network: 'Network',
    connection: 'Connection',
    networks: [
      { value: 'full', text: 'Full speed' },
      { value: 'slow', text: '100 KB/s' },
      { value: 'slower', text: '20 KB/s' },
      { value: 'offline', text: 'Offline' },
    ],
    networkHint: 'Throttles all uploads together. Uploads in flight fail as soon as the phone goes offline.',
    life: 'Mini-program lifecycle',
    background: (seconds: number) => `Background for ${seconds} s`,
    restart: 'Restart the mini-program',
    restartEmpty: 'Erase its data and restart',
    lifeHint:
      'After 5 s in the background, WeChat interrupts running calls. Erasing deletes everything that the mini-program has stored.',
    inBackground: 'In the background',
    comeBack: 'Back to the mini-program',
    refusals: 'Permissions and storage',
    privacyRefused: 'Privacy consent declined',
    albumRefused: 'Photo access denied',
    storageFull: 'Storage full',
    look: 'Appearance',
    width: 'Width in pixels',
    theme: 'Theme',
    themes: [
      { value: 'system', text: 'System' },
      { value: 'light', text: 'Light' },
      { value: 'dark', text: 'Dark' },
    ],
    fontSize: 'Font size',
    pixels: (size: number) => `${size} px`,
    language: 'Language',
    languages: [
      { value: 'system', text: 'Same as the browser' },
      { value: 'zh_CN', text: '简体中文' },
      { value: 'zh_TW', text: '繁體中文（台灣）' },
      { value: 'zh_HK', text: '繁體中文（香港）' },
      { value: 'en', text: 'English' },
    ],
    safeAreas: 'Safe areas',
    hints: {
      privacyRefused: 'wx.chooseImage and wx.setClipboardData fail with errno 104.',
      albumRefused: "wx.chooseImage fails: WeChat lacks the phone's permission.",
      storageFull: 'Writes and copies fail. Reads still work.',
      safeAreas: 'A notch at the top and a home indicator at the bottom.',
    },
    reset: 'Reset the phone',
  },

  faults: {
    title: 'Faults',
    noOss: 'This preview runs without a local OSS. Run npm start to simulate failures.',
    line: 'Command-line option',
    none: 'No faults are set.',
    copy: 'Copy --faults',
    clear: 'Clear all faults',
    stopped: 'The preview does not respond. Was it stopped?',
    noRoom: 'Every upload already meets a fault. Lower another one first.',
    speed: 'Speed of the local OSS',
    latency: 'Latency',
    noLatency: 'none',
    bandwidth: 'Bandwidth',
    bandwidths: (value: string) =>
      value === '' ? 'No limit' : `${value.replace(/[km]?$/, (unit) => ` ${unit.toUpperCase()}`)}B/s`,
    kinds: 'Faults per upload',
    kindsHint: 'Changes apply from the next upload on. Reading objects is not affected.',
    rate: (kind: FaultKind) => `Share of uploads, ${kind}`,
    percent: (percent: number) => `${percent} %`,
    hints: faultHints,
  },

  advice: {
    slips,
    fault: (kind: FaultKind) => `The fault ${kind} was injected. It is set on the Faults tab or with --faults.`,
    expired: (at: string) =>
      `The policy expired at ${at}. Request a new one before that, or make policies valid for longer in the backend (OSS_POLICY_SECONDS).`,
    condition: (text: string, value: string) =>
      `The policy requires ${text}, but the form has ${value === '' ? 'no value' : `"${value}"`}. Send what the backend's policy states, or change the condition in the backend.`,
    key: (text: string, value: string) =>
      `The policy requires ${text}, but the key is "${value}". Start the key with the dir in the policy response, or change OSS_DIR in the backend.`,
    size: (text: string, value: string) =>
      `The file has ${value} bytes, but the policy requires ${text}. Pick another picture, or change OSS_MAX_SIZE or OSS_MIN_SIZE in the backend.`,
    extraField: (field: string) =>
      `The form has ${field}, which a V4 policy must name. Add it to the conditions in the backend.`,
    keyId: (theirs: string, ours: string) =>
      `The form is signed with the AccessKey id "${theirs}", but the bucket's is "${ours}". Set the same OSS_ACCESS_KEY_ID for the backend and the local OSS.`,
    token:
      'The security token is missing or wrong. With STS credentials, send the x-oss-security-token that the policy was signed with.',
    date: "The signing date is not valid: it may be at most 15 minutes ahead and 7 days old, and must be on the day in x-oss-credential. Check that the backend's clock is right and that it uses UTC.",
    v1: 'Like every newer bucket, this one does not accept V1 signatures. Have the backend sign with V4.',
    region: (theirs: string, ours: string) =>
      `The form is signed for the region "${theirs}", but the bucket is in "${ours}". Set OSS_REGION in the backend, without "oss-".`,
    scope:
      'x-oss-credential must have the form <AccessKey id>/<day>/<region>/oss/aliyun_v4_request. Fix it where the backend signs.',
    fieldMissing: (message: string) => `${message} Fix it where the form is built; the file field must come last.`,
    callback:
      'OSS cannot read the callback field. Leave the field out if the backend returns no callback; an empty one is refused, too.',
    callbackFailed:
      "The object is stored, but the callback server did not respond with 200 and JSON in time. Check the callback URL and that server's log.",
    exists:
      'There is already an object with this key, and the form forbids overwriting it. After a lost response this is expected; otherwise use a unique key for each picture.',
    cors: "The page's origin is not allowed. Start with --cors ORIGIN; for a real bucket, add a CORS rule (npm run bucket:setup).",
    policy: (reason: string) => `${reason} Fix it where the backend builds the policy.`,
    malformed:
      'The form is incomplete or not multipart/form-data. Let wx.uploadFile build it, and do not set the content-type yourself.',
    publicEndpoint: 'This account may not use the default domain. Set a custom domain in the backend (OSS_HOST).',
    anonymous:
      'The form is not signed: policy, signature and key id are missing. Send all fields of the policy response.',
    requestFailed: (reason: string) =>
      `The request got no response: ${reason}. Is the backend running, and is its URL in miniprogram/config.ts?`,
    domain:
      'The URL is not that of the configured backend, and WeChat would refuse it: add it to the request domains, or correct the URL in miniprogram/config.ts.',
    requestRefused: (status: number) => `The backend responded with ${status}. See its log.`,
    noPolicy: (reason: string) => `The policy in the response cannot be read: ${reason}`,
  },
} as const;
