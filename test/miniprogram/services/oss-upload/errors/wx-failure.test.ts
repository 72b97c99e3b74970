import { fromWxFailure } from '../../../../../miniprogram/services/oss-upload/errors/wx-failure';

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
  ['domain-not-listed', 'never', { errMsg: 'request:fail url not in domain list', errno: 600002 }],
  ['address-invalid', 'never', { errMsg: 'request:fail invalid url "upload"', errno: 600009 }],
  [
    'certificate',
    'never',
    { errMsg: 'request:fail errcode:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID', errno: 600001 },
  ],
  [
    'certificate',
    'never',
    { errMsg: 'request:fail errcode:-107 error_msg:net::ERR_SSL_PROTOCOL_ERROR', errno: 600001 },
  ],
  ['privacy-undeclared', 'never', { errMsg: 'chooseImage:fail', errno: 112 }],
  ['privacy-refused', 'never', { errMsg: 'chooseImage:fail', errno: 103 }],
  ['privacy-refused', 'never', { errMsg: 'chooseImage:fail', errno: 104 }],
  ['file-missing', 'never', { errMsg: 'readFile:fail no such file or directory wxfile://tmp_1.jpg', errno: 1300002 }],
  // With a text alone, as older clients fail.
  ['aborted', 'never', { errMsg: 'uploadFile:fail abort' }],
  ['timeout', 'retry', { errMsg: 'request:fail timeout' }],
  ['timeout', 'retry', { errMsg: 'uploadFile:fail -1001:The request timed out.' }],
  ['timeout', 'retry', { errMsg: 'request:fail 请求超时。' }],
  ['interrupted', 'retry', { errMsg: 'request:fail interrupted' }],
  ['network', 'retry', { errMsg: 'request:fail Unable to resolve host "upload.example.com"' }],
  ['interrupted', 'retry', { errMsg: 'uploadFile:fail network change, cancel all task' }],
  ['network', 'retry', { errMsg: 'request:fail 似乎已断开与互联网的连接。' }],
  ['certificate', 'never', { errMsg: 'request:fail ssl hand shake error' }],
  ['certificate', 'never', { errMsg: 'uploadFile:fail 发生了SSL错误，无法建立与该服务器的安全连接。' }],
  ['domain-not-listed', 'never', { errMsg: 'uploadFile:fail url not in domain list:https://pictures.example.com' }],
  ['domain-not-listed', 'never', { errMsg: 'https://pictures.example.com 不在以下 uploadFile 合法域名列表中' }],
  ['domain-not-listed', 'never', { errMsg: 'https://upload.example.com 不在以下 request 合法域名列表中' }],
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
  expect(error).toMatchObject({ code, remedy, details: { cause: failure } });
});

test('the number says more than a word that is only part of an address', () => {
  const failure = { errMsg: 'request:fail url not in domain list:https://timeout.example.com', errno: 600002 };
  expect(fromWxFailure(CALL, failure, 'network').code).toBe('domain-not-listed');
});

test('what no rule knows is what the caller calls it, and not to be tried again', () => {
  const failure = { errMsg: 'readFile:fail sdcard not mounted', errno: 1300300 };
  expect(fromWxFailure('readFile', failure, 'file-unreadable')).toMatchObject({
    code: 'file-unreadable',
    remedy: 'never',
  });
});

test('the message says what was expected and what came, in one line', () => {
  const failure = { errMsg: `uploadFile:fail\n${'x'.repeat(1000)}`, errno: 600001 };
  expect(fromWxFailure(CALL, failure, 'network').message).toMatch(
    /^Expected wx\.uploadFile to https:\/\/pictures\.example\.com to succeed, got "uploadFile:fail x+…" \(errno 600001\)\.$/,
  );
});
