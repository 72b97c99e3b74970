import fc from 'fast-check';
import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { readHost } from '../../../../../miniprogram/services/oss-upload/policy/host';
import { withoutHanging } from '../../../../without-hanging';

const HOST = 'https://pictures.oss-cn-hangzhou.aliyuncs.com';

test.each([
  HOST,
  `${HOST}/`,
  `${HOST}//`,
  'pictures.oss-cn-hangzhou.aliyuncs.com',
  '//pictures.oss-cn-hangzhou.aliyuncs.com',
  'HTTPS://Pictures.oss-cn-hangzhou.aliyuncs.com',
  // As older official samples answer it: OSS takes https at each of its own domains.
  'http://pictures.oss-cn-hangzhou.aliyuncs.com',
  'http://pictures.oss-cn-hangzhou.aliyuncs.com/',
])('%s is the bucket, over https', (text) => {
  expect(readHost(text)).toBe(HOST);
});

test.each([
  ['https://pictures.example.com', 'https://pictures.example.com'],
  ['https://pictures.example.com:8443/', 'https://pictures.example.com:8443'],
  ['https://127.0.0.1:9000', 'https://127.0.0.1:9000'],
])('a domain of one’s own, %s', (text, host) => {
  expect(readHost(text)).toBe(host);
});

test.each([
  'http://localhost',
  'http://localhost:9000',
  'http://oss.localhost:9000',
  'http://127.0.0.1:9000',
  'http://127.8.9.1',
  'http://10.0.0.7:9000',
  'http://192.168.1.20:9000',
  'http://172.16.0.1',
  'http://172.20.0.1',
  'http://172.31.255.1',
  'http://100.64.0.1',
  'http://100.99.1.1',
  'http://100.100.1.1:9000',
  'http://100.127.255.1',
  'http://169.254.7.7',
  'http://[::1]:9000',
  'http://[fc00::1]',
  'http://[fd12:3456:789a::1]:9000',
  'http://[fe80::1]',
  'http://[febf::1]',
  'http://local',
  'http://laptop.local:9000',
])('while developing, %s may be http', (text) => {
  expect(readHost(`${text}/`)).toBe(text);
});

test.each([
  'http://pictures.example.com',
  'http://11.0.0.7',
  'http://10.0.0.7.7',
  'http://110.0.0.7',
  'http://1.127.0.0.1',
  'http://172.15.0.1',
  'http://172.32.0.1',
  'http://172.160.0.1',
  'http://1.172.16.0.1',
  'http://172.16.0.1.7',
  'http://192.169.1.20',
  'http://193.168.1.20',
  'http://192.168.1',
  'http://192.168.1.20.7',
  'http://1.192.168.1.20',
  'http://100.63.0.1',
  'http://100.128.0.1',
  'http://100.640.0.1',
  'http://100.64.0.1.7',
  'http://1.100.64.0.1',
  'http://169.253.7.7',
  'http://169.254.7.7.7',
  'http://1.169.254.7.7',
  'http://[::2]',
  'http://[::10]',
  'http://[fe00::1]',
  'http://[fec0::1]',
  'http://[fb00::1]',
  'http://[fd::1]',
  'http://[1:fd00::1]',
  'http://8.8.8.8:9000',
  'http://[2001:db8::1]',
  'http://127.0.0.1.example.com',
  'http://10.0.0.7.example.com:9000',
  'http://172.16.0.1.example.com',
  'http://100.64.0.1.example.com',
  'http://localhost.example.com',
  'http://laptop.local.example.com',
  'http://laptop.localnet',
  'http://evil-local',
  'http://a.b.local',
  'http://pictures.oss-cn-hangzhou.aliyuncs.com:8080', // which is no https port
  'http://evil-aliyuncs.com',
  'http://aliyuncs.com.example.com',
])('%s must not be http', (text) => {
  expect(() => readHost(text)).toThrow(
    expect.objectContaining({
      code: 'policy-unusable',
      message: expect.stringMatching(/^Expected the host to be https/),
    }),
  );
});

test('where the policy came over http, any host may be on http; but never one of OSS', () => {
  expect(readHost('http://130.1.2.3:9000/', true)).toBe('http://130.1.2.3:9000');
  expect(readHost('https://130.1.2.3:9000', true)).toBe('https://130.1.2.3:9000');
  expect(readHost('http://b.oss-cn-hangzhou.aliyuncs.com', true)).toBe('https://b.oss-cn-hangzhou.aliyuncs.com');
});

test.each([
  '',
  'https://',
  'http://',
  '//',
  'ftp://pictures.example.com',
  'javascript:alert(1)',
  'https://pictures.example.com/uploads',
  'https://pictures.example.com?a=b',
  'https://pictures.example.com#a',
  'https://id:secret@pictures.example.com',
  'https://pictures.example.com\\@evil.example.com',
  'https://pictures.example.com evil.example.com',
  'https://{bucket}.oss-cn-hangzhou.aliyuncs.com',
  'https://pictures.example.com:port',
  'https://pictures.example.com:',
  'wxfile://tmp_1.jpg',
])('%p is no host, and the message says what it would look like', (text) => {
  expect(() => readHost(text)).toThrow(
    expect.objectContaining({
      code: 'policy-unusable',
      message: expect.stringMatching(/^Expected the host to be like https:.*, got .*\.$/),
    }),
  );
});

test('whatever is accepted is a scheme with a host and nothing more, and http only where it is near', () => {
  const part = fc.constantFrom(
    'http',
    'https',
    ':',
    '//',
    '/',
    '@',
    '.',
    'a',
    '127.0.0.1',
    '[::1]',
    '\\',
    '?',
    ' ',
    '9',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(part).map((parts) => parts.join('')),
        fc.webUrl(),
      ),
      (text) => {
        let host: string;
        try {
          host = readHost(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UploadError);
          return;
        }
        expect(host).toMatch(/^https?:\/\/[^/?#@\s\\]+$/);
        if (host.startsWith('http:')) expect(host).toMatch(/127\.0\.0\.1|\[::1\]/);
      },
    ),
    { numRuns: 500 },
  );
});

test.each(['a'.repeat(1_000_000), '/'.repeat(1_000_000), `a${'/'.repeat(1_000_000)}b`, `a${':9'.repeat(500_000)}`])(
  'a megabyte is read or refused at once (%#)',
  (text) => {
    try {
      withoutHanging(() => readHost(`http://${text}?`));
    } catch (error) {
      expect(error).toMatchObject({ message: expect.stringMatching(/^.{1,300}$/) });
    }
  },
);
