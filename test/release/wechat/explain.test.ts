import { explain } from '../../../release/wechat/explain';

const APPID = 'wx0123456789abcdef';
const codeError = (code: number, message: string) => Object.assign(new Error(message), { code });

test.each([
  [
    'an address that is not listed',
    codeError(
      20003,
      'Error: {"errCode":-10008,"errMsg":"invalid ip: 203.0.113.7, reference: https://developers.weixin.qq.com"}',
    ),
    /only from listed addresses, and 203\.0\.113\.7 is not listed.*IP 白名单/s,
  ],
  [
    'an IPv6 address',
    codeError(20001, 'Error: errCode: -10008; errMsg: invalid ip: 2001:db8::7'),
    /2001:db8::7 is not listed/,
  ],
  [
    'a package that is too large',
    codeError(20003, 'Error: {"errCode":80051,"errMsg":"source size 2100KB exceed max limit 2MB"}'),
    /too large.*by folder/,
  ],
  [
    'a key of another appid',
    codeError(20003, 'Error: {"errCode":-1,"errMsg":"get new ticket fail innerCode: -80011"}'),
    /key does not fit.*wx0123456789abcdef/,
  ],
  ['a key that cannot sign', codeError(20002, 'generate local signature fail'), /key does not fit/],
  [
    'a wrong appid',
    codeError(20001, 'Error: errCode: 40013; errMsg: invalid appid'),
    /does not know the appid wx0123456789abcdef/,
  ],
  [
    "a proxy's page",
    codeError(20001, `SyntaxError: Unexpected token '<', "<html>" is not valid JSON`),
    /not WeChat: a proxy/,
  ],
  ['no network', codeError(20001, 'Error: getaddrinfo ENOTFOUND servicewechat.com'), /cannot be reached/],
  ['a connection that broke', codeError(20003, 'Error: socket hang up'), /cannot be reached, or the connection broke/],
  ["a proxy's certificate", new Error('self-signed certificate in certificate chain'), /NODE_EXTRA_CA_CERTS/],
  [
    'an unknown refusal',
    codeError(20003, 'Error: {"errCode":-99,"errMsg":"new"}'),
    /WeChat refused the package\.\nGot: \{"errCode":-99,"errMsg":"new"\}$/,
  ],
  [
    'an unknown refusal at the start',
    codeError(20001, 'Error: errCode: 7; errMsg: x'),
    /refused to begin\.\nGot: errCode: 7; errMsg: x$/,
  ],
])('explains %s and quotes it', (_, error, message) => {
  const text = explain(error, APPID);
  expect(text).toMatch(message);
  expect(text).toContain(error.message.replace('Error: ', '').slice(-15));
});

test("names the file of a compiler's error", () => {
  expect(explain(Object.assign(new Error('unexpected token'), { path: 'pages/p.js' }), APPID)).toBe(
    'pages/p.js: unexpected token',
  );
});
