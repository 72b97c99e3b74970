import { fromWxFailure } from '../../../../../miniprogram/services/oss-upload/errors/wx-failure';
import { withoutHanging } from '../../../../without-hanging';

const CALL = 'wx.uploadFile to https://pictures.example.com';

test.each([
  // With errno, as newer clients fail.
  ['network', 'retry', { errMsg: 'request:fail unknown error', errno: 600000 }],
  ['network', 'retry', { errMsg: 'request:fail errcode:-105 error_msg:net::ERR_NAME_NOT_RESOLVED', errno: 600001 }],
  ['network', 'retry', { errMsg: 'uploadFile:fail errcode:-101 error_msg:net::ERR_CONNECTION_RESET', errno: 600001 }],
  ['network', 'retry', { errMsg: 'uploadFile:fail', errno: 600004 }],
  ['timeout', 'retry', { errMsg: 'uploadFile:fail timeout', errno: 5 }],
  ['timeout', 'retry', { errMsg: 'uploadFile:fail', errno: 5 }],
  ['interrupted', 'retry', { errMsg: 'uploadFile:fail interrupted', errno: 600003 }],
  ['domain-not-listed', 'retry', { errMsg: 'request:fail url not in domain list', errno: 600002 }],
  ['address-invalid', 'by-hand', { errMsg: 'request:fail invalid url "upload"', errno: 600009 }],
  [
    'certificate',
    'retry',
    { errMsg: 'request:fail errcode:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID', errno: 600001 },
  ],
  [
    'certificate',
    'retry',
    { errMsg: 'request:fail errcode:-107 error_msg:net::ERR_SSL_PROTOCOL_ERROR', errno: 600001 },
  ],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail', errno: 112 }],
  ['network', 'retry', { errMsg: 'chooseImage:fail', errno: 103 }],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail', errno: 1025 }],
  ['privacy-undeclared', 'never', { errMsg: 'setClipboardData:fail', errno: 1026 }],
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail auth deny', errno: 103 }],
  ['privacy-refused', 'by-hand', { errMsg: 'chooseImage:fail', errno: 104 }],
  ['file-missing', 'never', { errMsg: 'readFile:fail no such file or directory wxfile://tmp_1.jpg', errno: 1300002 }],
  // With a text alone, as older clients fail.
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail api scope is not declared in the privacy agreement' }],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail appid privacy api banned' }],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail please go to mp to announce your privacy usage' }],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail please go to mp open official popup' }],
  ['privacy-refused', 'by-hand', { errMsg: 'chooseImage:fail privacy permission is not authorized' }],
  ['privacy-refused', 'by-hand', { errMsg: 'chooseImage:fail privacy permission is not authorized in gap' }],
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail system permission denied' }],
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail auth denied' }],
  ['permission-missing', 'by-hand', { errMsg: 'chooseImage:fail authorize no response' }],
  ['scope-refused', 'by-hand', { errMsg: 'chooseImage:fail scope unauthorized' }],
  ['too-many-uploads', 'retry', { errMsg: 'uploadFile:fail exceed max upload connection count 10' }],
  ['interrupted', 'retry', { errMsg: 'uploadFile:fail abort' }],
  ['interrupted', 'retry', { errMsg: 'request:fail abort' }],
  ['timeout', 'retry', { errMsg: 'request:fail timeout' }],
  ['timeout', 'retry', { errMsg: 'uploadFile:fail -1001:The request timed out.' }],
  ['timeout', 'retry', { errMsg: 'request:fail 请求超时。' }],
  ['interrupted', 'retry', { errMsg: 'request:fail interrupted' }],
  ['network', 'retry', { errMsg: 'request:fail Unable to resolve host "upload.example.com"' }],
  ['interrupted', 'retry', { errMsg: 'uploadFile:fail network change, cancel all task' }],
  ['network', 'retry', { errMsg: 'request:fail 似乎已断开与互联网的连接。' }],
  ['certificate', 'retry', { errMsg: 'request:fail ssl hand shake error' }],
  ['certificate', 'retry', { errMsg: 'uploadFile:fail 发生了SSL错误，无法建立与该服务器的安全连接。' }],
  ['domain-not-listed', 'retry', { errMsg: 'uploadFile:fail url not in domain list:https://pictures.example.com' }],
  ['domain-not-listed', 'retry', { errMsg: 'https://pictures.example.com 不在以下 uploadFile 合法域名列表中' }],
  ['domain-not-listed', 'retry', { errMsg: 'https://upload.example.com 不在以下 request 合法域名列表中' }],
  ['file-missing', 'never', { errMsg: 'uploadFile:fail createUploadTask:fail file not found' }],
  ['file-missing', 'never', { errMsg: 'getFileInfo:fail file not exist' }],
  // With nothing to go by.
  ['network', 'retry', { errMsg: 'uploadFile:fail' }],
  ['network', 'retry', { errMsg: 42, errno: 'x' }],
  ['network', 'retry', {}],
  ['network', 'retry', null],
  ['network', 'retry', undefined],
])('%s, to %s, for %p', (code, remedy, failure) => {
  // Cast because clients do not keep to the type.
  const error = fromWxFailure(CALL, failure as Parameters<typeof fromWxFailure>[1], 'network');
  expect(error).toMatchObject({ code, remedy });
  expect(error.cause).toBe(failure);
});

/** What a failure is taken for where nothing is known of it. */
const UNKNOWN = 'file-unreadable';
const codeOf = (errMsg: string, errno?: number) =>
  fromWxFailure(CALL, { errMsg, ...(errno === undefined ? {} : { errno }) }, UNKNOWN).code;

describe('the numbers of the network', () => {
  test.each([600000, 600001, 600004])('%i without a telling text is the network', (errno) => {
    expect(codeOf('request:fail', errno)).toBe('network');
    expect(codeOf('request:fail errcode:-105 error_msg:net::ERR_NAME_NOT_RESOLVED', errno)).toBe('network');
    expect(codeOf('', errno)).toBe('network');
  });

  test.each([600000, 600001, 600004])('%i with a telling text is what the text says', (errno) => {
    expect(codeOf('request:fail errcode:-201 error_msg:net::ERR_CERT_DATE_INVALID', errno)).toBe('certificate');
    expect(codeOf('request:fail errcode:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT', errno)).toBe('timeout');
    expect(codeOf('uploadFile:fail network change, cancel all task', errno)).toBe('interrupted');
  });

  test.each([undefined, 600006, -1])('%p says nothing of the network', (errno) => {
    expect(codeOf('request:fail', errno)).toBe(UNKNOWN);
  });
});

test('a number beats a text that says something else', () => {
  expect(codeOf('request:fail timeout', 600002)).toBe('domain-not-listed');
  expect(codeOf('uploadFile:fail ssl hand shake error', 600003)).toBe('interrupted');
});

describe('the words of an address decide nothing', () => {
  test.each([
    'request:fail Unable to resolve host "ssl.example.com"',
    'request:fail Unable to resolve host ssl.example.com.',
    'request:fail cannot reach timeout.example.com:8443/certificate/',
    'request:fail https://example.com/certificate/ssl?timeout=1',
    'request:fail (https://timeout.example.com)',
    'request:fail wss://timeout.example.com，重试',
    'request:fail refused: /certificate/timeout',
    'request:fail at "/ssl/timeout"',
    'readFile:fail damaged wxfile://timeout/ssl.png',
    'readFile:fail damaged ssl.png',
    'ssl.timeout:fail',
  ])('%s', (errMsg) => {
    expect(codeOf(errMsg)).toBe(UNKNOWN);
    expect(codeOf(errMsg, 600001)).toBe('network');
  });

  test.each([
    ['timeout', 'request:fail https://ssl.example.com timeout'],
    ['timeout', 'request:fail ssl.example.com:443 timed out'],
    ['timeout', 'request:fail https://ssl.example.com，请求超时。'],
    ['timeout', 'request:fail java.net.SocketTimeoutException: failed to connect to /10.0.0.7'],
    ['certificate', 'request:fail javax.net.ssl.SSLHandshakeException: Trust anchor not found.'],
    ['certificate', 'request:fail ssl/tls handshake with timeout.example.com'],
    ['certificate', 'request:fail the certificate of "timeout.example.com" has expired'],
    ['domain-not-listed', 'https://timeout.example.com 不在以下 request 合法域名列表中'],
    ['domain-not-listed', 'request:fail url not in domain list:https://timeout.example.com'],
  ])('%s, for what stands beside it: %s', (code, errMsg) => {
    expect(codeOf(errMsg)).toBe(code);
  });
});

test('only an abort of the task itself is an interruption', () => {
  expect(codeOf('uploadFile:fail abort')).toBe('interrupted');
  expect(codeOf('uploadFile:fail Software caused connection abort')).toBe(UNKNOWN);
  expect(codeOf('request:fail errcode:-103 error_msg:net::ERR_CONNECTION_ABORTED', 600001)).toBe('network');
});

test.each(['a'.repeat(1_000_000), 'a.'.repeat(500_000), ' /'.repeat(500_000), 'a-'.repeat(500_000)])(
  'a megabyte is read without hanging (%#)',
  (text) => {
    expect(withoutHanging(() => codeOf(`request:fail ${text}`))).toBe(UNKNOWN);
  },
);

test("a failure in no table gets the caller's code", () => {
  const failure = { errMsg: 'readFile:fail sdcard not mounted', errno: 1300300 };
  expect(fromWxFailure('readFile', failure, 'file-unreadable')).toMatchObject({
    code: 'file-unreadable',
    remedy: 'retry',
  });
});

test('the message says what was expected and what came, in one line', () => {
  const failure = { errMsg: `uploadFile:fail\n${'x'.repeat(1000)}`, errno: 600001 };
  expect(fromWxFailure(CALL, failure, 'network').message).toMatch(
    /^Expected wx\.uploadFile to https:\/\/pictures\.example\.com to succeed, got "uploadFile:fail x+…" \(errno 600001\)\.$/,
  );
});
