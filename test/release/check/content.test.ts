import { contentFaults } from '../../../release/check/content';
import { packageOf } from './package-of';

const faultsOf = (files: ReturnType<typeof packageOf>) => contentFaults(files, { release: false });

test('accepts public addresses, the documented development default and version numbers', () => {
  const text = `fetch("https://upload.example.com/get_post_signature_for_oss_upload");
    const develop = "http://127.0.0.1:3000/get_post_signature_for_oss_upload"; const version = "3.8.0"; const ip = "11.0.0.1";
    const fields = { OSSAccessKeyId: policy.accessid, Signature: policy.signature };`;
  expect(faultsOf(packageOf({ 'config.js': text }))).toEqual([]);
});

test.each([
  ['an access key id', 'const id = "LTAI5tSampleSampleSample"'],
  ['an access key id', 'const id = "STS.NUsampleSampleSample"'],
  ['a secret', 'const config = { accessKeySecret: "0123456789abcdef" }'],
  ['a secret', '{"access_key_secret":"0123456789abcdef"}'],
  ['a secret', "const APP_SECRET = '0123456789abcdef'"],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a private address', 'url: "http://192.168.1.20:3000/policy"'],
  ['a private address', 'url: "https://10.0.0.1"'],
  ['a private address', 'url: "172.16.0.1:9000"'],
  ['a private address', 'url: "http://localhost:3000"'],
  ['a private address', 'url: "http://127.0.0.1:30000"'],
  ['a private address', 'url: "http://127.0.0.1:9000"'],
])('names %s and its file: %s', (what, text) => {
  const faults = faultsOf(packageOf({ 'app.js': 'App({})', 'pages/upload/upload.js': text }));
  expect(faults).toEqual([expect.stringContaining(`pages/upload/upload.js holds ${what}: `)]);
});

test('names every fault', () => {
  const faults = faultsOf(
    packageOf({ 'a.js': '"http://localhost" "http://10.0.0.1"', 'b.js': 'LTAI5tSampleSampleSample' }),
  );
  expect(faults).toHaveLength(3);
});

test('redacts secrets in its messages', () => {
  const [fault] = faultsOf(packageOf({ 'app.js': 'accessKeySecret:"0123456789abcdef"' }));
  expect(fault).not.toContain('0123');
});

test('rejects example addresses in a release only', () => {
  const files = packageOf({
    'config.js': 'a="https://upload.example.com/policy",b="https://upload.example.com/other"',
  });
  expect(contentFaults(files, { release: false })).toEqual([]);
  expect(contentFaults(files, { release: true })).toEqual([
    'config.js holds an example address: https://upload.example.com',
  ]);
  expect(
    contentFaults(packageOf({ 'a.js': '"https://examples.com https://my-example.com.cn"' }), { release: true }),
  ).toEqual([]);
});
