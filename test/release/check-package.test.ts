import { MAX_PACKAGE_SIZE, packageFaults, packageSize } from '../../release/check-package';

const packageOf = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

test('sums the sizes of all files in bytes, not characters', () => {
  expect(packageSize(packageOf({ 'app.js': '12345', 'app.json': '{}', 'app.wxss': '图' }))).toBe(10);
  expect(packageSize(packageOf({}))).toBe(0);
});

test('accepts 104 KB and rejects one byte more', () => {
  const half = 'x'.repeat(MAX_PACKAGE_SIZE / 2);
  expect(MAX_PACKAGE_SIZE).toBe(106_496);
  expect(packageFaults(packageOf({ a: half, b: half }))).toEqual([]);
  expect(packageFaults(packageOf({ a: half, b: `${half}x` }))).toEqual([
    'Expected at most 106496 bytes in all, got 106497.',
  ]);
});

test('accepts public addresses, the documented development default and version numbers', () => {
  const text = `fetch("https://upload.example.com/get_post_signature_for_oss_upload");
    const develop = "http://127.0.0.1:3000/get_post_signature_for_oss_upload"; const version = "3.8.0"; const ip = "11.0.0.1";
    const fields = { OSSAccessKeyId: policy.accessid, Signature: policy.signature };`;
  expect(packageFaults(packageOf({ 'config.js': text }))).toEqual([]);
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
  const faults = packageFaults(packageOf({ 'app.js': 'App({})', 'pages/upload/upload.js': text }));
  expect(faults).toEqual([expect.stringContaining(`pages/upload/upload.js holds ${what}: `)]);
});

test('names every fault', () => {
  const faults = packageFaults(
    packageOf({ 'a.js': '"http://localhost" "http://10.0.0.1"', 'b.js': 'LTAI5tSampleSampleSample' }),
  );
  expect(faults).toHaveLength(3);
});

test('redacts secrets in its messages', () => {
  const [fault] = packageFaults(packageOf({ 'app.js': 'accessKeySecret:"0123456789abcdef"' }));
  expect(fault).not.toContain('0123');
});
