import { fromOssAnswer } from '../../../../../miniprogram/services/oss-upload/post/oss-answer';
import { withoutHanging } from '../../../../without-hanging';

interface Answer {
  code: string;
  message: string;
  ec?: string;
  /** What else this error brings. */
  more?: string;
}

/** The body of an error as OSS writes it. */
function ossXml({ code, message, ec, more = '' }: Answer): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>${code}</Code>
  <Message>${message}</Message>
  <RequestId>65E1A0B2C3D4E5F607182930</RequestId>
  <HostId>pictures.oss-cn-hangzhou.aliyuncs.com</HostId>
  ${more}${ec === undefined ? '' : `<EC>${ec}</EC>`}
  <RecommendDoc>https://api.aliyun.com/troubleshoot?q=${ec ?? ''}</RecommendDoc>
</Error>
`;
}

const SIGNATURE_MESSAGE =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const CONDITION_MESSAGE =
  'Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;user/eric/&quot;]';
const TOKEN_MESSAGE = 'The security token you provided has expired.';

test.each<[string, string, number, Answer]>([
  // A new signed policy may help.
  [
    'policy-expired',
    'new-policy',
    403,
    { code: 'AccessDenied', message: 'Invalid according to Policy: Policy expired.', ec: '0006-00000213' },
  ],
  [
    'policy-expired',
    'new-policy',
    403,
    { code: 'AccessDenied', message: 'Invalid according to Policy: Policy expired.' },
  ],
  [
    'signature-refused',
    'new-policy',
    403,
    { code: 'SignatureDoesNotMatch', message: SIGNATURE_MESSAGE, ec: '0002-00000705' },
  ],
  [
    'signature-refused',
    'new-policy',
    403,
    { code: 'InvalidAccessKeyId', message: 'The OSS Access Key Id you provided does not exist in our records.' },
  ],
  [
    'signature-refused',
    'new-policy',
    403,
    {
      code: 'SecurityTokenExpired',
      message: TOKEN_MESSAGE,
      ec: '0002-00000007',
      more: '<SecurityToken>CAIS…</SecurityToken>',
    },
  ],
  [
    'signature-refused',
    'new-policy',
    403,
    { code: 'AccessDenied', message: 'The x-oss-date is invalid.', ec: '0002-00000709' },
  ],
  [
    'signature-refused',
    'new-policy',
    403,
    {
      code: 'RequestTimeTooSkewed',
      message: 'The difference between the request time and the current time is too large.',
    },
  ],
  // The same again would help.
  [
    'upload-cut-short',
    'retry',
    400,
    {
      code: 'MalformedPOSTRequest',
      message: 'The body of your POST request is not well-formed multipart/form-data.',
      ec: '0006-00000104',
    },
  ],
  [
    'upload-cut-short',
    'retry',
    400,
    {
      code: 'RequestTimeout',
      message: 'Your socket connection to the server was not read from or written to within the timeout period.',
    },
  ],
  [
    'oss-failed',
    'retry',
    500,
    { code: 'InternalError', message: 'Please contact the server administrator, oss@service.aliyun.com.' },
  ],
  ['oss-failed', 'retry', 503, { code: 'ServiceUnavailable', message: 'Please reduce your request rate.' }],
  ['oss-failed', 'retry', 429, { code: 'QpsLimitExceeded', message: 'Please reduce your request rate.' }],
  // Nothing helps but another picture, or another configuration.
  ['policy-violated', 'never', 403, { code: 'AccessDenied', message: CONDITION_MESSAGE, ec: '0006-00000227' }],
  ['policy-violated', 'never', 403, { code: 'AccessDenied', message: CONDITION_MESSAGE }],
  [
    'signature-v1-refused',
    'by-hand',
    403,
    { code: 'AccessDenied', message: 'OSS no longer supports V1 signatures', ec: '0002-00000080' },
  ],
  [
    'signature-v1-refused',
    'by-hand',
    400,
    { code: 'InvalidArgument', message: 'OSS no longer supports V1 signatures' },
  ],
  [
    'file-too-large',
    'never',
    400,
    { code: 'EntityTooLarge', message: 'Your proposed upload exceeds the maximum allowed size.', ec: '0006-00000003' },
  ],
  [
    'file-too-small',
    'never',
    400,
    {
      code: 'EntityTooSmall',
      message: 'Your proposed upload smaller than the minimum allowed size.',
      ec: '0006-00000004',
    },
  ],
  [
    'policy-unusable',
    'by-hand',
    400,
    { code: 'InvalidPolicyDocument', message: 'Invalid Policy: Invalid JSON: unknown char e.', ec: '0006-00000201' },
  ],
  [
    'already-exists',
    'never',
    409,
    { code: 'FileAlreadyExists', message: 'The object you specified already exists and can not be overwritten.' },
  ],
  ['bucket-missing', 'by-hand', 404, { code: 'NoSuchBucket', message: 'The specified bucket does not exist.' }],
  [
    'not-a-bucket',
    'by-hand',
    405,
    { code: 'MethodNotAllowed', message: 'The specified method is not allowed against this resource.' },
  ],
  [
    'oss-refused',
    'by-hand',
    403,
    {
      code: 'AccessDenied',
      message: 'You have no right to access this object because of bucket acl.',
      ec: '0003-00000001',
    },
  ],
  [
    'oss-refused',
    'by-hand',
    403,
    {
      code: 'AccessDenied',
      message: 'The bucket you are attempting to access must be addressed using the specified endpoint.',
      more: '<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>',
    },
  ],
  [
    'oss-refused',
    'by-hand',
    400,
    {
      code: 'InvalidArgument',
      message:
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    },
  ],
  [
    'oss-refused',
    'by-hand',
    400,
    { code: 'IncorrectNumberOfFilesInPOSTRequest', message: 'POST requires exactly one file upload per request.' },
  ],
  [
    'oss-refused',
    'by-hand',
    400,
    { code: 'FieldItemTooLong', message: 'Your form field is too long.', ec: '0006-00000110' },
  ],
])('%s, to %s, for %i %p', (code, remedy, status, answer) => {
  const error = fromOssAnswer(status, ossXml(answer));
  expect(error).toMatchObject({
    name: 'UploadError',
    code,
    remedy,
    details: { status, ossCode: answer.code, requestId: '65E1A0B2C3D4E5F607182930' },
  });
  expect(error.details.ec).toBe(answer.ec);
});

test.each([
  [301, '', 'oss-refused', 'by-hand', 'got 301 nothing'],
  [403, '<html>\n<h1>Forbidden</h1>', 'oss-refused', 'by-hand', 'got 403 <html> <h1>Forbidden</h1>'],
  [405, '<html>Not Allowed</html>', 'not-a-bucket', 'by-hand', 'got 405 <html>'],
  [413, 'Request Entity Too Large', 'oss-refused', 'by-hand', 'got 413 Request Entity'],
  [429, '', 'oss-failed', 'retry', 'got 429 nothing'],
  [502, '<html>Bad Gateway</html>', 'oss-failed', 'retry', 'got 502 <html>'],
  [504, undefined, 'oss-failed', 'retry', 'got 504 nothing'],
  [500, null, 'oss-failed', 'retry', 'got 500 null'],
  [400, { Code: 'AccessDenied' }, 'oss-refused', 'by-hand', 'got 400 an object with Code'],
  [403, new ArrayBuffer(12), 'oss-refused', 'by-hand', 'got 403 12 raw bytes'],
])('%i with a body of %p, which is not from OSS', (status, body, code, remedy, came) => {
  const error = fromOssAnswer(status, body);
  expect(error).toMatchObject({ code, remedy, message: expect.stringContaining(came), details: { status } });
  expect(error.details.ossCode).toBeUndefined();
});

describe('the message for developers', () => {
  const said =
    'Expected OSS to answer 2xx, got 403 AccessDenied: Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "user/eric/"]';

  test('says what OSS said, in plain characters, with what support asks for', () => {
    const answer = { code: 'AccessDenied', message: CONDITION_MESSAGE };
    expect(fromOssAnswer(403, ossXml(answer)).message).toBe(`${said} (request id 65E1A0B2C3D4E5F607182930)`);
    expect(fromOssAnswer(403, ossXml({ ...answer, ec: '0006-00000227' })).message).toBe(
      `${said} (EC 0006-00000227, request id 65E1A0B2C3D4E5F607182930)`,
    );
  });

  test('is no longer for an answer without them', () => {
    expect(fromOssAnswer(502, '').message).toBe('Expected OSS to answer 2xx, got 502 nothing');
  });
});

test('EC and request id are taken from the headers where the body has none', () => {
  const headers = { 'X-Oss-Ec': '0006-00000213', 'x-oss-request-id': '5F' };
  expect(fromOssAnswer(403, '', headers)).toMatchObject({
    code: 'policy-expired',
    message: expect.stringContaining('(EC 0006-00000213, request id 5F)'),
    details: { ec: '0006-00000213', requestId: '5F' },
  });
});

describe('each field is compared with its own', () => {
  const ordinary = { code: 'AccessDenied', message: 'You have no right to access this object.' };

  test.each([
    ['an EC in the message', 403, { ...ordinary, message: 'AccessDenied 0006-00000213 ' }],
    ['a code in the message', 400, { code: 'InvalidArgument', message: 'EntityTooLarge NoSuchBucket' }],
    ['a code that only begins alike', 400, { code: 'EntityTooLargeForm', message: 'm' }],
    ['a code that only ends alike', 400, { code: 'NotEntityTooLarge', message: 'm' }],
    ['a status in the message', 403, { ...ordinary, message: '405 429 203' }],
    ['the message of another code', 400, { code: 'InvalidArgument', message: 'Policy expired.' }],
  ])('%s decides nothing', (_, status, answer) => {
    expect(fromOssAnswer(status, ossXml(answer)).code).toBe('oss-refused');
  });

  test('the message is compared whatever its case', () => {
    const answer = { code: 'AccessDenied', message: 'INVALID: POLICY EXPIRED' };
    expect(fromOssAnswer(403, ossXml(answer)).code).toBe('policy-expired');
  });
});

test.each([
  [0, 'oss-failed'],
  [100, 'oss-failed'],
  [300, 'oss-refused'],
  [499, 'oss-refused'],
  [500, 'oss-failed'],
  [599, 'oss-failed'],
])('a bare %i is %s', (status, code) => {
  expect(fromOssAnswer(status, '').code).toBe(code);
});

test('10 MB instead of an answer are shown by their first words, at once', () => {
  const body = `<Code><Message>${'<Code>busy '.repeat(1_000_000)}`;
  const { message } = withoutHanging(() => fromOssAnswer(502, body));
  expect(message.length).toBeLessThan(400);
});
