import { readOssSettings, readServerSettings, SettingsError } from '../../server/settings';

const REQUIRED = {
  OSS_ACCESS_KEY_ID: 'sample-key-id',
  OSS_ACCESS_KEY_SECRET: 'sample-key-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  AUTH: 'none',
};

const KEYS = ['k'.repeat(32), 'l'.repeat(32)] as const;

const WECHAT = {
  ...REQUIRED,
  AUTH: 'wechat',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_SECRET: '0123456789abcdef0123456789abcdef',
  SESSION_KEYS: KEYS[0],
  USER_KEY: 'u'.repeat(32),
};

/** The lines of the error, one per mistake. */
function mistakes(environment: Record<string, string | undefined>): string[] {
  try {
    readServerSettings(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return String(error).split('\n').slice(1);
  }
}

test('requires four settings and AUTH and has defaults for the rest', () => {
  expect(readServerSettings(REQUIRED)).toEqual({
    accessKey: { accessKeyId: 'sample-key-id', accessKeySecret: 'sample-key-secret', securityToken: undefined },
    bucket: {
      bucket: 'pictures',
      region: 'cn-hangzhou',
      host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
    },
    roleArn: undefined,
    identity: { by: 'none' },
    limits: {
      dir: 'uploads/',
      minSize: 1,
      maxSize: 20_971_520,
      contentTypes: expect.arrayContaining(['image/jpeg', 'image/png', 'image/heic']),
      validSeconds: 600,
      signatureVersion: 'v4',
      key: 'prefix',
      refuseCallbacks: true,
    },
    callback: undefined,
    listenHost: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    trustProxy: [],
    rates: { user: 120, address: 1200 },
    redisUrl: undefined,
  });
});

test('allows only picture types without scripts by default', () => {
  const { contentTypes } = readServerSettings(REQUIRED).limits;
  for (const type of contentTypes) expect(type).toMatch(/^image\/(?!svg)/);
});

test('reads every setting', () => {
  const settings = readServerSettings({
    ...WECHAT,
    OSS_SECURITY_TOKEN: 'sample-token',
    OSS_HOST: 'https://pictures.example.com/',
    OSS_DIR: 'user/图片/',
    OSS_MIN_SIZE: '10',
    OSS_MAX_SIZE: '1000',
    OSS_CONTENT_TYPES: 'image/JPEG, image/png',
    OSS_POLICY_SECONDS: '60',
    OSS_SIGNATURE_VERSION: 'v1',
    OSS_CALLBACK_URL: 'https://Upload.example.com/api/oss_callback',
    OSS_CALLBACK_KEY_URLS: 'https://keys.example.com, http://127.0.0.1:9000/callback-public-key.pem',
    OSS_CALLBACK_CHECK: 'true',
    OSS_ROLE_ARN: 'acs:ram::1234567890123456:role/policy-backend',
    OSS_REFUSE_CALLBACKS: 'false',
    KEY: 'exact',
    SESSION_KEYS: KEYS.join(', '),
    SESSION_SECONDS: '600',
    WECHAT_API_URL: 'http://127.0.0.1:1/',
    HOST: '0.0.0.0',
    PORT: '0',
    LOG_LEVEL: 'silent',
    TRUST_PROXY: '10.0.0.0/8, loopback, fd12::/16, 192.168.0.7',
    RATE_PER_USER: '5',
    RATE_PER_ADDRESS: '50',
    REDIS_URL: 'redis://cache:6379',
  });
  expect(settings).toEqual({
    accessKey: expect.objectContaining({ securityToken: 'sample-token' }),
    bucket: expect.objectContaining({ host: 'https://pictures.example.com' }),
    roleArn: 'acs:ram::1234567890123456:role/policy-backend',
    identity: {
      by: 'wechat',
      appid: WECHAT.WECHAT_APPID,
      secret: WECHAT.WECHAT_SECRET,
      apiUrl: 'http://127.0.0.1:1',
      sessionKeys: KEYS,
      userKey: WECHAT.USER_KEY,
      sessionSeconds: 600,
    },
    limits: {
      dir: 'user/图片/',
      minSize: 10,
      maxSize: 1000,
      contentTypes: ['image/jpeg', 'image/png'],
      validSeconds: 60,
      signatureVersion: 'v1',
      key: 'exact',
      refuseCallbacks: false,
    },
    callback: {
      url: 'https://upload.example.com/api/oss_callback',
      keyUrls: ['https://keys.example.com/', 'http://127.0.0.1:9000/callback-public-key.pem'],
      ticketKeys: KEYS,
      checkObject: true,
    },
    listenHost: '0.0.0.0',
    port: 0,
    logLevel: 'silent',
    trustProxy: ['10.0.0.0/8', 'loopback', 'fd12::/16', '192.168.0.7'],
    rates: { user: 5, address: 50 },
    redisUrl: 'redis://cache:6379',
  });
});

test('ignores empty settings, as a compose file leaves them', () => {
  const settings = readServerSettings({
    ...REQUIRED,
    OSS_SECURITY_TOKEN: '',
    OSS_ROLE_ARN: '',
    REDIS_URL: '',
    OSS_CALLBACK_URL: '',
  });
  expect(settings).toEqual(readServerSettings(REQUIRED));
});

test('requests no callbacks without a URL; with one they need keys for their tickets', () => {
  expect(readServerSettings(REQUIRED).callback).toBeUndefined();
  const callback = { ...REQUIRED, OSS_CALLBACK_URL: 'http://10.0.0.2:3000/oss_callback' };
  expect(readServerSettings({ ...callback, SESSION_KEYS: KEYS[0] }).callback).toEqual({
    url: 'http://10.0.0.2:3000/oss_callback',
    keyUrls: undefined,
    ticketKeys: [KEYS[0]],
    checkObject: false,
  });
  expect(mistakes(callback)).toEqual([expect.stringContaining('SESSION_KEYS is missing')]);
});

test('needs no access key with the credential chain', () => {
  const { OSS_ACCESS_KEY_ID: _, OSS_ACCESS_KEY_SECRET: __, ...rest } = REQUIRED;
  expect(readServerSettings({ ...rest, OSS_CREDENTIALS: 'chain' }).accessKey).toBeUndefined();
});

describe('identity', () => {
  test('is required, unless it is declined in so many words', () => {
    const { AUTH: _, ...rest } = REQUIRED;
    expect(mistakes(rest)).toEqual([
      expect.stringMatching(/WECHAT_APPID is missing/),
      expect.stringMatching(/WECHAT_SECRET is missing/),
      expect.stringMatching(/SESSION_KEYS is missing/),
      expect.stringMatching(/USER_KEY is missing/),
    ]);
    expect(readServerSettings({ ...rest, AUTH: 'none' }).identity).toEqual({ by: 'none' });
    expect(readServerSettings({ ...rest, AUTH: 'custom' }).identity).toEqual({ by: 'custom' });
  });

  test.each([
    ['SESSION_KEYS', 'k'.repeat(31), /at least 32/],
    ['SESSION_KEYS', `${KEYS[0]},short`, /at least 32/],
    ['SESSION_KEYS', `${KEYS[0]},${KEYS[0]}`, /two different ones/],
    ['SESSION_KEYS', `${KEYS.join(',')},${'m'.repeat(32)}`, /one key, or two/],
    ['USER_KEY', 'u'.repeat(31), /at least 32/],
    ['USER_KEY', KEYS[0], /none of SESSION_KEYS/],
    ['SESSION_SECONDS', '3601', /from 300 to 3600/],
    ['WECHAT_APPID', 'touristappid', /wx and 16 hex digits/],
    ['WECHAT_SECRET', 'not a secret', /32 hex digits/],
    ['WECHAT_API_URL', 'http://api.weixin.qq.com', /https/],
    ['AUTH', 'off', /wechat, custom or none/],
  ])('rejects %s of %j', (name, value, expected) => {
    expect(mistakes({ ...WECHAT, [name]: value })).toEqual([expect.stringMatching(expected)]);
  });
});

test('the local OSS requires only its own settings and ignores the rest', () => {
  const { accessKey, bucket } = readServerSettings(REQUIRED);
  expect(readOssSettings(REQUIRED)).toEqual({ ...accessKey, ...bucket });
  expect(readOssSettings({ ...REQUIRED, PORT: 'not its own' }).bucket).toBe('pictures');
});

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

test.each([
  'https://pictures.example.com/',
  ' https://pictures.example.com ',
  'https://pictures.example.com?',
  'https://pictures.example.com#',
])('reduces the host %p to its origin', (host) => {
  expect(readServerSettings({ ...REQUIRED, OSS_HOST: host }).bucket.host).toBe('https://pictures.example.com');
});

test.each([
  'http://127.0.0.1:9000',
  'http://localhost:9000',
  'http://my-pc.local',
  'http://10.1.2.3',
  'http://172.16.0.1:9000',
  'http://192.168.1.20:9000',
  'http://100.64.0.5',
  'http://169.254.7.7',
  'http://[::1]:9000',
  'http://[fd12::1]',
  'http://[fe80::1]',
])('accepts a host of a private network on http: %s', (host) => {
  expect(readServerSettings({ ...REQUIRED, OSS_HOST: host }).bucket.host).toBe(host);
});

test('repeats no value in messages, since it may be a secret under the wrong name', () => {
  const secret = 'hush-hush';
  const names = ['OSS_BUCKET', 'OSS_REGION', 'OSS_HOST', 'OSS_MAX_SIZE', 'OSS_CONTENT_TYPES', 'PORT', 'LOG_LEVEL'];
  const lines = mistakes({ ...REQUIRED, ...Object.fromEntries(names.map((name) => [name, `${secret} ${name}!`])) });
  expect(lines.length).toBeGreaterThanOrEqual(names.length);
  expect(lines.join('\n')).not.toContain(secret);
});
