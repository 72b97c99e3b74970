import { readOssSettings, readServerSettings } from '../../../server/settings';
import { KEYS, mistakes, REQUIRED, WECHAT } from './environment';

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

test('the local OSS requires only its own settings and ignores the rest', () => {
  const { accessKey, bucket } = readServerSettings(REQUIRED);
  expect(readOssSettings(REQUIRED)).toEqual({ ...accessKey, ...bucket });
  expect(readOssSettings({ ...REQUIRED, PORT: 'not its own' }).bucket).toBe('pictures');
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
