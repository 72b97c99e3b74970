import { KEYS, mistakes, REQUIRED } from './environment';

test('names all missing settings at once, each with an example', () => {
  expect(mistakes({ AUTH: 'none' })).toEqual([
    expect.stringMatching(/^ {2}OSS_ACCESS_KEY_ID is missing; set it, for example to /),
    expect.stringMatching(/^ {2}OSS_ACCESS_KEY_SECRET is missing; /),
    expect.stringMatching(/^ {2}OSS_BUCKET is missing; /),
    expect.stringMatching(/^ {2}OSS_REGION is missing; /),
  ]);
});

test('names all mistakes at once', () => {
  const wrong = {
    OSS_ACCESS_KEY_ID: 'sample-key-id',
    OSS_BUCKET: 'My_Pictures',
    OSS_REGION: 'oss-cn-hangzhou',
    OSS_HOST: 'pictures.example.com',
    OSS_DIR: '/uploads',
    OSS_MIN_SIZE: '20',
    OSS_MAX_SIZE: '10',
    OSS_CONTENT_TYPES: 'pictures',
    OSS_POLICY_SECONDS: '10 min',
    OSS_SIGNATURE_VERSION: '4',
    OSS_CALLBACK_URL: '/oss_callback',
    OSS_CALLBACK_KEY_URLS: 'gosspublic.alicdn.com',
    OSS_CREDENTIALS: 'somewhere',
    KEY: 'any',
    AUTH: 'off',
    SESSION_KEYS: 'short',
    TRUST_PROXY: 'true',
    RATE_PER_USER: '0',
    REDIS_URL: 'cache',
    PORT: '99999',
    LOG_LEVEL: 'loud',
  };
  const named = mistakes(wrong).map((line) => line.trim().split(' ')[0]);
  const expected = Object.keys(wrong).filter((name) => name !== 'OSS_ACCESS_KEY_ID' && name !== 'OSS_MAX_SIZE');
  expect([...named].sort()).toEqual([...expected, 'OSS_ACCESS_KEY_SECRET'].sort());
});

/** Settings that count only beside others. */
const USED_WITH: Record<string, object> = {
  OSS_CALLBACK_KEY_URLS: { OSS_CALLBACK_URL: 'https://upload.example.com/oss_callback' },
};

test.each([
  ['OSS_ACCESS_KEY_ID', '', /is empty/],
  ['OSS_ACCESS_KEY_ID', ' ', /without blanks/],
  ['OSS_ACCESS_KEY_ID', 'id\n', /without blanks/],
  ['OSS_ACCESS_KEY_ID', 'two words', /without blanks/],
  ['OSS_ACCESS_KEY_ID', 'id/20260101', /without slashes/],
  ['OSS_ACCESS_KEY_SECRET', '   ', /without blanks/],
  ['OSS_ACCESS_KEY_SECRET', 'sec\nret', /without blanks/],
  ['OSS_ACCESS_KEY_SECRET', 'secret\r', /without blanks/],
  ['OSS_ACCESS_KEY_SECRET', 'sec\u200bret', /without blanks/],
  ['OSS_SECURITY_TOKEN', 'token\n', /without blanks/],
  ['OSS_SECURITY_TOKEN', ' ', /without blanks/],
  ['OSS_BUCKET', 'ab', /3 to 63 lower-case letters/],
  ['OSS_BUCKET', '-pictures', /inner hyphens/],
  ['OSS_REGION', 'oss-cn-hangzhou', /without "oss-"/],
  ['OSS_REGION', 'Hangzhou', /like cn-hangzhou/],
  ['OSS_HOST', '', /http\(s\):\/\/host/],
  ['OSS_HOST', 'ftp://pictures.example.com', /http\(s\):\/\/host/],
  ['OSS_HOST', 'https://pictures.example.com/uploads', /without a path/],
  ['OSS_HOST', 'https://name:word@pictures.example.com', /without a path/],
  ['OSS_HOST', 'https://:word@pictures.example.com', /without a path/],
  ['OSS_HOST', 'http://pictures.example.com', /https/],
  ['OSS_HOST', 'http://pictures.oss-cn-hangzhou.aliyuncs.com', /https/],
  ['OSS_HOST', 'http://203.0.113.7:9000', /https/],
  ['OSS_HOST', 'http://172.32.0.1', /https/],
  ['OSS_HOST', 'http://localhost.example.com', /https/],
  ['OSS_HOST', 'http://127.0.0.1.example.com', /https/],
  ['OSS_HOST', 'http://[2001:db8::1]', /https/],
  ['OSS_DIR', '/uploads/', /not to begin with it/],
  ['OSS_DIR', '/', /not to begin with it/],
  ['OSS_DIR', 'uploads', /to end in \//],
  ['OSS_DIR', 'uploads/../', /no \. or \.\./],
  ['OSS_DIR', 'uploads\\', /to end in \//],
  ['OSS_DIR', '//', /not to begin with it/],
  ['OSS_DIR', 'uploads//', /empty part/],
  ['OSS_DIR', 'uploads//pictures/', /empty part/],
  ['OSS_DIR', 'up\nloads/', /control characters/],
  ['OSS_DIR', 'uploads\0/', /control characters/],
  ['OSS_DIR', 'up\u0085loads/', /control characters/],
  ['OSS_DIR', 'up\u202eloads/', /control characters/],
  ['OSS_DIR', `${'图'.repeat(301)}/`, /at most 800 bytes/],
  ['OSS_MAX_SIZE', '5368709121', /from 1 to 5368709120/],
  ['OSS_MAX_SIZE', '20MB', /whole number/],
  ['OSS_MAX_SIZE', '-1', /whole number/],
  ['OSS_MAX_SIZE', '99999999999999999999', /from 1 to 5368709120/],
  ['OSS_CONTENT_TYPES', '', /MIME types with commas/],
  ['OSS_CONTENT_TYPES', 'image/jpeg,text/html', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'TEXT/HTML', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'image/svg+xml', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'application/xhtml+xml', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'text/xml', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'application/xml', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'text/javascript', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'application/x-javascript', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'application/ecmascript', /can carry scripts/],
  ['OSS_CONTENT_TYPES', 'image/jpeg;image/png', /MIME types with commas/],
  ['OSS_POLICY_SECONDS', '59', /from 60 to 86400/],
  ['OSS_SIGNATURE_VERSION', 'V4', /v4 or v1/],
  ['OSS_CALLBACK_URL', 'https://upload.example.com', /like https:\/\/upload\.example\.com\/oss_callback/],
  ['OSS_CALLBACK_URL', 'https://upload.example.com/oss_callback?a=b', /without query/],
  ['OSS_CALLBACK_URL', 'https://a.example.com/oss_callback;https://b.example.com/oss_callback', /semicolon/],
  ['OSS_CALLBACK_URL', 'https://upload.example.com/%E5/oss_callback', /escapes/],
  ['OSS_CALLBACK_URL', 'https://name:word@upload.example.com/oss_callback', /expected to be like/],
  ['OSS_CALLBACK_URL', 'ftp://upload.example.com/oss_callback', /expected to be like/],
  ['OSS_CALLBACK_KEY_URLS', '', /http\(s\) addresses/],
  ['OSS_CALLBACK_KEY_URLS', 'https://a.example.com/,b.example.com', /http\(s\) addresses/],
  ['OSS_ROLE_ARN', 'policy-backend', /acs:ram::/],
  ['TRUST_PROXY', 'true', /addresses or networks/],
  ['TRUST_PROXY', '0.0.0.0/0', /addresses or networks/],
  ['TRUST_PROXY', '10.0.0.0/33', /addresses or networks/],
  ['TRUST_PROXY', '10.0.0.0/8/8', /addresses or networks/],
  ['TRUST_PROXY', '*', /addresses or networks/],
  ['REDIS_URL', 'http://cache:6379', /redis:\/\/host/],
  ['PORT', '65536', /from 0 to 65535/],
  ['PORT', '', /whole number/],
  ['HOST', '', /is empty/],
  ['LOG_LEVEL', 'verbose', /fatal, error, warn/],
])('rejects %s of %j and says what it expects', (name, value, expected) => {
  const lines = mistakes({ ...REQUIRED, SESSION_KEYS: KEYS[0], ...USED_WITH[name], [name]: value });
  expect(lines).toContainEqual(expect.stringMatching(expected));
  for (const line of lines) expect(line.trim()).toMatch(new RegExp(`^${name} is `));
});

test('repeats no value in messages, since it may be a secret under the wrong name', () => {
  const secret = 'hush-hush';
  const names = ['OSS_BUCKET', 'OSS_REGION', 'OSS_HOST', 'OSS_MAX_SIZE', 'OSS_CONTENT_TYPES', 'PORT', 'LOG_LEVEL'];
  const lines = mistakes({ ...REQUIRED, ...Object.fromEntries(names.map((name) => [name, `${secret} ${name}!`])) });
  expect(lines.length).toBeGreaterThanOrEqual(names.length);
  expect(lines.join('\n')).not.toContain(secret);
});
