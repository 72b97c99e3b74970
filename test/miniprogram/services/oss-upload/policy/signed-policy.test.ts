import { readSignedPolicy } from '../../../../../miniprogram/services/oss-upload/policy/signed-policy';
import { encodePolicy, policyAnswer } from '../../../../sample-policy';

const v4 = policyAnswer();
const v1 = policyAnswer({ limits: { signatureVersion: 'v1' } });

/** A V1 answer with this policy and nothing else that the policy does not say. */
const answerWith = (...conditions: unknown[]) => ({
  accessid: 'sample-key-id',
  signature: 's',
  host: 'https://pictures.example.com',
  policy: encodePolicy({ expiration: '2026-03-01T08:10:00.000Z', conditions }),
});

test('a V4 answer of the reference backend', () => {
  expect(readSignedPolicy(v4)).toEqual({
    host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com',
    key: { mode: 'prefix', prefix: 'uploads/' },
    policy: v4.policy,
    signature: {
      version: 'v4',
      credential: 'sample-key-id/20260301/cn-hangzhou/oss/aliyun_v4_request',
      date: '20260301T080000Z',
      signature: v4.signature,
    },
    securityToken: undefined,
    callback: undefined,
    variables: {},
    expire: '1772352600',
    document: expect.objectContaining({ expiration: 1772352600_000, size: { min: 1, max: 20 * 1024 * 1024 } }),
  });
});

test('a V1 answer of the reference backend', () => {
  expect(readSignedPolicy(v1).signature).toEqual({
    version: 'v1',
    accessKeyId: 'sample-key-id',
    signature: v1.signature,
  });
});

test('with STS credentials there is a token', () => {
  expect(readSignedPolicy(policyAnswer({ oss: { securityToken: 'sample-token' } })).securityToken).toBe('sample-token');
});

test('an empty token, as some samples answer without STS, is none', () => {
  expect(readSignedPolicy({ ...v4, security_token: '' }).securityToken).toBeUndefined();
});

test('the answer is found in its text, where a backend calls it text/html', () => {
  expect(readSignedPolicy(JSON.stringify(v1))).toEqual(readSignedPolicy(v1));
});

test('an older official sample: expire as text, an empty callback, a slash too many', () => {
  const answer = { ...v1, host: `${v1.host}//`, expire: '1772352600', callback: '', message: null };
  expect(readSignedPolicy(answer)).toEqual(readSignedPolicy(v1));
});

test.each([
  ['camel case', { policy: v4.policy, host: v4.host, dir: 'uploads/', xOssCredential: 'c', xOssDate: 'd' }],
  ['kebab case', { policy: v4.policy, host: v4.host, dir: 'uploads/', 'x-oss-credential': 'c', 'x-oss-date': 'd' }],
  ['capitals', { Policy: v4.policy, Host: v4.host, Dir: 'uploads/', X_OSS_CREDENTIAL: 'c', X_OSS_DATE: 'd' }],
])('the same names in %s', (_, answer) => {
  expect(readSignedPolicy({ ...answer, 'x-oss-signature': 's' })).toMatchObject({
    key: { mode: 'prefix', prefix: 'uploads/' },
    // Of credential and date the policy has its own.
    signature: { version: 'v4', credential: expect.stringContaining('sample-key-id/'), signature: 's' },
  });
});

test('an answer with the fields of both versions is taken for V4', () => {
  expect(readSignedPolicy({ ...v4, accessid: 'sample-key-id' }).signature.version).toBe('v4');
});

test.each([4, 'v2', null])('a version of %p, which is not of the signature, is passed over', (version) => {
  expect(readSignedPolicy({ ...v1, version })).toEqual(readSignedPolicy(v1));
});

describe('what the policy says goes before the answer around it', () => {
  test('credential, date and token', () => {
    const answer = policyAnswer({ oss: { securityToken: 'sample-token' } });
    const wrong = { x_oss_credential: 'c', x_oss_date: 'd', security_token: 't' };
    expect(readSignedPolicy({ ...answer, ...wrong })).toEqual(readSignedPolicy(answer));
  });

  test('callback', () => {
    const answer = { ...answerWith(['eq', '$callback', 'Y2I=']), callback: 'b3RoZXI=' };
    expect(readSignedPolicy(answer).callback).toBe('Y2I=');
  });

  test('a token or callback that it wants empty is none', () => {
    const answer = answerWith({ 'x-oss-security-token': '' }, { callback: '' });
    expect(readSignedPolicy(answer)).toMatchObject({ securityToken: undefined, callback: undefined });
  });

  test('but where it says nothing, the answer is taken', () => {
    const { policy, ...rest } = answerWith();
    const date = { x_oss_credential: 'id/20260301/cn-hangzhou/oss/aliyun_v4_request', x_oss_date: '20260301T080000Z' };
    expect(readSignedPolicy({ ...rest, ...date, policy }).signature).toEqual({
      version: 'v4',
      credential: date.x_oss_credential,
      date: date.x_oss_date,
      signature: 's',
    });
  });
});

describe('the object key', () => {
  test.each([
    ['nothing', [], 'album/', 'album/'],
    ['nothing', [], undefined, ''],
    ['nothing', [], '/album', 'album'],
    ['any key', [['starts-with', '$key', '']], 'album/', 'album/'],
    ['a prefix', [['starts-with', '$key', 'user/42/']], undefined, 'user/42/'],
    ['a prefix', [['starts-with', '$key', 'user/42/']], 'user/42/2026/', 'user/42/2026/'],
    ['another prefix', [['starts-with', '$key', 'user/42/']], 'album/', 'user/42/'],
    [
      'two prefixes',
      [
        ['starts-with', '$key', 'user/'],
        ['starts-with', '$key', 'user/42/'],
      ],
      'user/',
      'user/42/',
    ],
  ])('where the policy says %s (%j), a dir of %p makes the prefix %p', (_, conditions, dir, prefix) => {
    expect(readSignedPolicy({ ...answerWith(...conditions), dir }).key).toEqual({ mode: 'prefix', prefix });
  });

  test.each([[{ key: 'users/42/avatar.jpg' }], [['eq', '$KEY', 'users/42/avatar.jpg']]])(
    '%j fixes it, whatever dir is answered',
    (condition) => {
      const answer = { ...answerWith(condition), dir: 'album/' };
      expect(readSignedPolicy(answer).key).toEqual({ mode: 'exact', key: 'users/42/avatar.jpg' });
    },
  );

  test.each([undefined, null, ''])('a dir of %p leaves it to the defaults, then to the top of the bucket', (dir) => {
    expect(readSignedPolicy({ ...answerWith(), dir }, { dir: 'default/' }).key).toEqual({
      mode: 'prefix',
      prefix: 'default/',
    });
    expect(readSignedPolicy({ ...answerWith(), dir }).key).toEqual({ mode: 'prefix', prefix: '' });
  });
});

describe('a key that the backend answers', () => {
  const album = ['starts-with', '$key', 'album/'];
  const keyOf = (beside: object, ...conditions: unknown[]) =>
    readSignedPolicy({ ...answerWith(...conditions), ...beside }).key;

  test('is the key, where the policy allows it', () => {
    const exact = { mode: 'exact', key: 'album/1.jpg' };
    expect(keyOf({ key: 'album/1.jpg', dir: 'album/' }, album)).toEqual(exact);
    expect(keyOf({ fileKey: 'album/1.jpg' })).toEqual(exact);
    expect(keyOf({ object: { key: 'album/1.jpg' } }, album)).toEqual(exact);
    expect(keyOf({ key: 'album/1.jpg' }, { key: 'album/1.jpg' })).toEqual(exact);
  });

  test.each([
    ['beside the prefix', { key: 'avatars/1.jpg' }, [album]],
    ['other than the one key', { key: 'album/2.jpg' }, [{ key: 'album/1.jpg' }]],
    ['on the list of what is not', { key: 'album/2.jpg' }, [['not-in', '$key', ['album/2.jpg']]]],
  ])('%s: the policy is unusable, because the backend expects the object elsewhere', (_, beside, conditions) => {
    expect(() => keyOf(beside, ...conditions)).toThrow(
      `Expected a policy that allows the key ${beside.key} of the same answer, got one that does not.`,
    );
  });

  test.each([
    ['the prefix without its slash', { key: 'album' }, [album]],
    ['the same as the dir', { key: 'user', dir: 'user' }, []],
    ['the prefix of a policy without a slash', { key: 'album' }, [['starts-with', '$key', 'album']]],
    ['the access key', { key: 'sample-key-id' }, [album]],
  ])('is not %s: every image would have it', (_, beside, conditions) => {
    expect(keyOf(beside, ...conditions).mode).toBe('prefix');
  });

  test('is completed by the dir, where only so the policy allows it, and begins with no slash', () => {
    expect(keyOf({ key: 'a.jpg', dir: 'album/' }, album)).toEqual({ mode: 'exact', key: 'album/a.jpg' });
    expect(keyOf({ key: '/album/a.jpg' })).toEqual({ mode: 'exact', key: 'album/a.jpg' });
  });

  test('is not what says the kind of the answer', () => {
    expect(keyOf({ object: 'policy' }, album)).toEqual({ mode: 'prefix', prefix: 'album/' });
  });

  test('is a prefix where it ends like one, or in the name that OSS would fill in', () => {
    for (const key of ['album/', `album/${'$'}{filename}`]) {
      expect(keyOf({ key }, album)).toEqual({ mode: 'prefix', prefix: 'album/' });
    }
  });
});

describe('the host', () => {
  const { host, ...withoutHost } = v4;

  test('of the answer, not of the defaults', () => {
    expect(readSignedPolicy(v4, { host: 'https://other.example.com' }).host).toBe(host);
  });

  test('of the defaults', () => {
    expect(readSignedPolicy(withoutHost, { host: 'https://pictures.example.com/' }).host).toBe(
      'https://pictures.example.com',
    );
  });

  test("else the public address of the policy's bucket in the credential's region", () => {
    expect(readSignedPolicy(withoutHost).host).toBe('https://pictures.oss-cn-hangzhou.aliyuncs.com');
  });

  test("is the bucket's, where the answer has the endpoint of its region", () => {
    const bucketHost = 'https://pictures.oss-cn-hangzhou.aliyuncs.com';
    for (const endpoint of ['oss-cn-hangzhou.aliyuncs.com', 'https://oss-cn-hangzhou.aliyuncs.com/']) {
      expect(readSignedPolicy({ ...withoutHost, endpoint }).host).toBe(bucketHost);
      expect(readSignedPolicy({ ...answerWith(), host: undefined, bucket: 'pictures', endpoint }).host).toBe(
        bucketHost,
      );
    }
    expect(readSignedPolicy({ ...v4, host: bucketHost }).host).toBe(bucketHost);
  });

  test('is no endpoint that a phone cannot reach, or that lacks the bucket', () => {
    const own = 'https://pictures.example.com';
    const regional = 'oss-cn-hangzhou.aliyuncs.com';
    for (const endpoint of [regional, 'oss-cn-hangzhou-internal.aliyuncs.com', 'cn-hangzhou']) {
      expect(readSignedPolicy({ ...answerWith(), host: undefined, endpoint }, { host: own }).host).toBe(own);
      expect(readSignedPolicy({ ...withoutHost, endpoint }).host).toBe(`https://pictures.${regional}`);
      expect(() => readSignedPolicy({ ...answerWith(), host: undefined, endpoint })).toThrow(/^Expected "host"/);
    }
  });

  test('is not the domain beside it, which may be where objects are read, unless nothing else says it', () => {
    const domain = 'https://cdn.example.com';
    expect(readSignedPolicy({ ...withoutHost, domain }).host).toBe('https://pictures.oss-cn-hangzhou.aliyuncs.com');
    expect(readSignedPolicy({ ...answerWith(), host: undefined, domain }).host).toBe(domain);
  });

  test('may be on http where the answer came over http, which WeChat allows only while developing', () => {
    const http = 'http://130.1.2.3:9000';
    expect(readSignedPolicy({ ...v4, host: http }, {}, true).host).toBe(http);
    expect(readSignedPolicy(withoutHost, { host: http }, true).host).toBe(http);
    expect(() => readSignedPolicy({ ...v4, host: http })).toThrow(/^Expected the host to be https/);
  });

  test.each(['ftp://pictures.example.com', 'https://pictures.example.com/uploads'])('%p is none', (wrong) => {
    expect(() => readSignedPolicy({ ...v4, host: wrong })).toThrow(/^Expected the host to be like https:.*, got /);
    expect(() => readSignedPolicy(withoutHost, { host: wrong })).toThrow(
      /^Expected the host to be like https:.*, got /,
    );
  });
});

describe('names of general use count only beside the policy, or directly around it', () => {
  const { host: _host, ...bare } = answerWith();
  const host = 'https://pictures.example.com';
  const callback = Buffer.from('{"callbackUrl":"https://callback.example.com"}').toString('base64');

  test('the address of a picture of the user is not the bucket', () => {
    const answer = { data: { ...bare, user: { avatar: { url: 'https://cdn.example.com' } } } };
    expect(readSignedPolicy(answer, { host }).host).toBe(host);
    expect(() => readSignedPolicy(answer)).toThrow(/^Expected "host" in the backend's answer/);
  });

  test('the callback of JSONP is not the callback of OSS', () => {
    expect(readSignedPolicy({ callback: 'jsonp123', data: { ...bare, host } }).callback).toBeUndefined();
  });

  test('the direction of a text is not the prefix of the key', () => {
    const answer = { page: { dir: 'rtl' }, data: { ...bare, host } };
    expect(readSignedPolicy(answer).key).toEqual({ mode: 'prefix', prefix: '' });
  });

  test.each([
    ['a ready form', { formData: bare, url: host }],
    ['words about success', { code: 0, msg: 'ok', success: true, requestId: 'r', host, data: bare }],
    ['the same as text', JSON.stringify({ status: 200, host, data: JSON.stringify(bare) })],
  ])('the host is found directly around the policy, beside %s', (_, answer) => {
    expect(readSignedPolicy(answer).host).toBe(host);
  });

  test.each([
    ['two levels out', { code: 0, host, data: { oss: bare } }],
    ['beside what is no wrapping', { lang: 'ar', host, data: bare }],
    ['in a record next to it', { bucket: { host }, data: bare }],
    ['in a record within it', { ...bare, bucket: { host } }],
  ])('not %s', (_, answer) => {
    expect(() => readSignedPolicy(answer)).toThrow(/^Expected "host" in the backend's answer/);
  });

  test('settings win over what stands around the policy, and lose to what stands beside it', () => {
    const around = { url: 'https://api.example.com', dir: 'rtl', callback, data: bare };
    const defaults = { host, dir: 'album/' };
    expect(readSignedPolicy(around, defaults)).toMatchObject({ host, key: { mode: 'prefix', prefix: 'album/' } });
    const beside = { ...bare, host: 'https://own.example.com', dir: 'own/' };
    expect(readSignedPolicy({ data: beside }, defaults)).toMatchObject({
      host: 'https://own.example.com',
      key: { mode: 'prefix', prefix: 'own/' },
    });
  });

  test('a setting wins over an access key id from elsewhere, which is taken without one', () => {
    const { accessid: _id, ...rest } = bare;
    const answer = { code: 0, sts: { keys: { AccessKeyId: 'id-of-sts' } }, data: { ...rest, host } };
    expect(readSignedPolicy(answer).signature).toMatchObject({ accessKeyId: 'id-of-sts' });
    expect(readSignedPolicy(answer, { accessKeyId: 'id-of-config' }).signature).toMatchObject({
      accessKeyId: 'id-of-config',
    });
  });

  test('a bare "credential" elsewhere makes no V4 of a V1 answer', () => {
    const answer = { data: { ...bare, host }, user: { login: { credential: 'password' } } };
    expect(readSignedPolicy(answer).signature.version).toBe('v1');
  });

  test('what the policy demands wins over settings', () => {
    const { host: _, ...demanding } = answerWith(['starts-with', '$key', 'user/42/'], ['eq', '$callback', callback]);
    const answer = { ...demanding, callback: 'jsonp123' };
    expect(readSignedPolicy(answer, { host, dir: 'album/' })).toMatchObject({
      key: { mode: 'prefix', prefix: 'user/42/' },
      callback,
    });
  });
});

describe('a callback is what OSS takes, or left out', () => {
  const json = '{"callbackUrl":"https://callback.example.com"}';

  test.each([[json], [Buffer.from(json).toString('base64')], [Buffer.from(` ${json}\n`).toString('base64')]])(
    '%p is sent',
    (callback) => {
      expect(readSignedPolicy({ ...answerWith(), callback }).callback).toBe(callback);
    },
  );

  test.each(['jsonp123', 'https://callback.example.com', 'bm8ganNvbg==', '{cut', 'true', '7'])(
    '%p is left out',
    (callback) => {
      expect(readSignedPolicy({ ...answerWith(), callback }).callback).toBeUndefined();
    },
  );
});
