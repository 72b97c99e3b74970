import type { FaultKind } from '../../oss/faults/faults';
import type { SignatureSlip, SignatureStepName } from '../../oss/form-log/form-record';

const slips: Readonly<Record<SignatureSlip, string>> = {
  'signed-json':
    "The policy's JSON was signed. OSS signs the base64 text in the field policy: have the backend sign exactly what it sends.",
  'upper-case': 'The signature is right, but in upper case. Have the backend write it as hex in lower case.',
  'other-encoding':
    'The signature is right, but encoded in another way. V4 is written as hex in lower case, V1 as base64: change it in the backend.',
  'no-prefix':
    'The signing key was made from the bare secret. Have the backend begin the chain with "aliyun_v4" followed by the secret.',
  'other-day':
    'The signing key is of another day than x-oss-credential says. Have the backend take both from one instant, in UTC.',
  'oss-region': 'The signing key is of a region with "oss-" before it. Have the backend sign with the bare region.',
  'other-version': 'Signed in one version, sent as the other. Have the backend sign as x-oss-signature-version says.',
  secret:
    "Signed with a different AccessKey secret than the bucket's, or the policy was changed after it was signed. Compare OSS_ACCESS_KEY_SECRET of the backend and of the local OSS.",
};

const steps: Readonly<Record<SignatureStepName, string>> = {
  version: 'Version',
  'access-key-id': 'AccessKey id',
  token: 'Security token',
  day: 'Day',
  region: 'Region',
  scope: 'End of the scope',
  date: 'Date, and the time now',
  'string-to-sign': 'String to sign',
  'signing-key': "Signing key's scope",
  encoding: 'Encoding',
  signature: 'Signature',
};

const faultHints: Readonly<Record<FaultKind, string>> = {
  'cut-before': 'The connection is cut before the form is read.',
  'cut-during': 'The connection is cut when half of the form is read.',
  'cut-after': 'The object is stored, then the connection is cut.',
  '500': 'InternalError; nothing is stored.',
  '503': 'ServiceUnavailable, with Retry-After; nothing is stored.',
  expired: 'Answers that the policy has expired; nothing is stored.',
  silence: 'Nothing is stored, and nothing is ever answered.',
  'silence-after': 'The object is stored, and nothing is ever answered.',
  '203': 'The object is stored, and the answer says that its callback failed.',
  'portal-200': 'A sign-in page answers instead of OSS.',
  'portal-204': 'Nothing but 204, as portals and proxies answer.',
  'portal-302': 'A redirect to a sign-in page.',
  certificate: 'A redirect to a server with an untrusted certificate.',
};

/** Every text of the workbench. */
export const words = {
  workbench: 'Workbench',
  tabs: 'Parts of the workbench',
  close: 'Close the workbench',
  typeErrors: (count: number) => (count === 1 ? '1 type error' : `${count} type errors`),
  copied: 'Copied',
  notCopied: 'The browser refused to copy',

  objects: {
    title: 'Objects',
    list: 'Objects in the bucket, newest first',
    empty: 'Pick a picture and see where it goes',
    emptyMore: 'Each picture that the mini-program uploads appears here as soon as it is stored.',
    noOss: 'This preview knows no local OSS. Start it with npm start to see what is stored.',
    stored: (key: string) => `Stored ${key}`,
    opens: 'opens in a new tab',
  },

  requests: {
    title: 'Requests',
    list: 'Requests, newest first',
    empty: 'Nothing was sent yet',
    emptyMore: 'Each request for a policy and each form appears here, with what was checked and what came of it.',
    form: 'Form',
    request: 'Request',
    marks: { good: 'Succeeded', bad: 'Failed', waiting: 'In progress', warning: 'Fault injected' },
    condition: { good: 'holds', bad: 'fails', unknown: 'not compared' },
    receiving: 'arriving…',
    waiting: 'waiting…',
    noAnswer: 'no answer',
    copy: 'Copy as curl',
    fields: 'Fields, in the order sent',
    field: 'Field',
    value: 'Value',
    ignored: 'ignored: it came after the file',
    file: 'file',
    unnamedFile: 'without a file name',
    policy: 'Policy',
    expires: (at: string) => `Expires ${at}`,
    expired: (at: string) => `Expired ${at}`,
    conditionHead: 'Condition',
    comparedHead: 'Compared with',
    notCompared: 'not checked: OSS refused the form earlier',
    nothing: 'nothing',
    signature: (version: string) => `Signature, ${version}`,
    step: 'Step',
    theirs: 'In the form',
    ours: 'Expected',
    answer: 'Answer',
    status: 'Status',
    code: 'Code',
    message: 'Message',
    requestId: 'Request id',
    etag: 'ETag',
    took: 'Took',
    foreign: 'It comes not from OSS, but from something in front of it.',
    url: 'Address',
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
    networkHint:
      'Paced on the phone, for all uploads together. Uploads in flight fail as soon as the phone goes offline.',
    life: 'Lifecycle',
    background: (seconds: number) => `Background for ${seconds} s`,
    restart: 'Quit and restart',
    restartEmpty: 'Erase and restart',
    lifeHint:
      'After 5 s in the background WeChat interrupts requests in flight. Erasing removes everything the mini-program stored.',
    inBackground: 'In the background',
    comeBack: 'Back to the mini-program',
    refusals: 'Refusals',
    privacyRefused: 'Privacy consent refused',
    albumRefused: 'Album access refused',
    storageFull: 'Storage full',
    look: 'Look',
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
      { value: 'system', text: 'Same as browser' },
      { value: 'zh_CN', text: '简体中文' },
      { value: 'zh_TW', text: '繁體中文（台灣）' },
      { value: 'zh_HK', text: '繁體中文（香港）' },
      { value: 'en', text: 'English' },
    ],
    safeAreas: 'Safe areas',
    hints: {
      privacyRefused: 'wx.chooseImage and wx.setClipboardData fail with errno 104.',
      albumRefused: 'wx.chooseImage fails: WeChat lacks the permission of the phone.',
      storageFull: 'Writing and copying fail. What is stored can still be read.',
      safeAreas: 'A notch above, and a home indicator below.',
    },
    reset: 'Reset the phone',
  },

  faults: {
    title: 'Faults',
    noOss: 'This preview knows no local OSS. Start it with npm start to make uploads fail.',
    line: 'Command line',
    none: 'No faults are set.',
    copy: 'Copy --faults',
    clear: 'No faults',
    stopped: 'The preview does not answer: was it stopped?',
    noRoom: 'Every upload meets a fault already. Lower another one first.',
    speed: 'Speed of the local OSS',
    latency: 'Latency',
    noLatency: 'none',
    bandwidth: 'Bandwidth',
    bandwidths: (value: string) =>
      value === '' ? 'No limit' : `${value.replace(/[km]?$/, (unit) => ` ${unit.toUpperCase()}`)}B/s`,
    kinds: 'Upload faults',
    kindsHint: 'Changes apply from the next upload on. Reading objects is not affected.',
    rate: (kind: FaultKind) => `Share of uploads, ${kind}`,
    percent: (percent: number) => `${percent} %`,
    hints: faultHints,
  },

  advice: {
    slips,
    fault: (kind: FaultKind) => `The fault ${kind} was injected. It is set in Faults, here or by --faults.`,
    expired: (at: string) =>
      `The policy expired at ${at}. Fetch a new one before that, or have the backend make them valid for longer (OSS_POLICY_SECONDS).`,
    condition: (text: string, value: string) =>
      `The policy requires ${text}, and the form has ${value === '' ? 'nothing there' : `"${value}"`}. Send what the backend's policy states, or change its condition there.`,
    key: (text: string, value: string) =>
      `The policy requires ${text}, and the key is "${value}". Start the key with the dir in the policy's answer, or change OSS_DIR in the backend.`,
    size: (text: string, value: string) =>
      `The file has ${value} bytes, and the policy requires ${text}. Pick another picture, or change OSS_MAX_SIZE and OSS_MIN_SIZE in the backend.`,
    extraField: (field: string) =>
      `The form has ${field}, which a V4 policy has to state. Add it to the conditions where the backend makes the policy.`,
    keyId: (theirs: string, ours: string) =>
      `The form is signed with the AccessKey id "${theirs}", and the bucket's is "${ours}". Set the same OSS_ACCESS_KEY_ID for the backend and the local OSS.`,
    token:
      'The security token is missing or wrong. With STS credentials, send the x-oss-security-token that the policy was signed with.',
    date: "The signing date is out of range: at most 15 minutes ahead or 7 days behind, on the day in x-oss-credential. Check the backend's clock, and that it uses UTC.",
    v1: 'This bucket refuses V1 signatures, as newer ones do. Have the backend sign with V4.',
    region: (theirs: string, ours: string) =>
      `The form is signed for the region "${theirs}", and the bucket is in "${ours}". Set OSS_REGION in the backend, without "oss-".`,
    scope:
      'x-oss-credential does not end as required: <AccessKey id>/<day>/<region>/oss/aliyun_v4_request. Fix it where the backend signs.',
    fieldMissing: (message: string) => `${message} Fix it where the form is made; the field file comes last.`,
    callback:
      'OSS cannot read the field callback. Leave it out where the backend gives none; an empty one is refused, too.',
    callbackFailed:
      "The object is stored, but the callback's server did not answer with 200 and JSON in time. Check the callback's address and that server's log.",
    exists:
      'An object with this key exists, and the form forbids overwriting it. After a lost answer the picture is already stored; otherwise give each picture its own key.',
    cors: "The page's origin is not allowed. Start with --cors ORIGIN; on a real bucket add a CORS rule (npm run bucket:setup).",
    policy: (reason: string) => `${reason} Fix it where the backend makes the policy.`,
    malformed:
      'The form arrived incomplete, or is not multipart/form-data. Let wx.uploadFile build it, and do not set content-type yourself.',
    publicEndpoint: 'The account may not use the default domain. Give the backend a custom domain (OSS_HOST).',
    anonymous:
      "The form is not signed: policy, signature and key id are missing. Send all fields of the policy's answer.",
    requestFailed: (reason: string) =>
      `The request got no answer: ${reason}. Is the backend running, and its address in miniprogram/config.ts?`,
    domain:
      "The address is not the configured backend's, and WeChat would refuse it: list it as a request domain, or correct the address in miniprogram/config.ts.",
    requestRefused: (status: number) => `The backend answered ${status}. Its log says more.`,
    noPolicy: (reason: string) => `The answer's policy cannot be read: ${reason}`,
  },
} as const;
