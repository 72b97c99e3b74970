import { failed, ok } from '../../../dev/doctor/report';
import { secretsIn, secretsInRequest, withoutSecrets } from '../../../dev/doctor/secrets';
import { encodePolicy } from '../oss/post-form';

test('secrets are found by their names, at any depth and in JSON within text', () => {
  const answer = {
    code: 0,
    data: JSON.stringify({
      x_oss_signature: 'signature-1',
      host: 'https://a.example.com',
      list: [{ token: 'token-1' }],
    }),
    x_oss_signature_version: 'OSS4-HMAC-SHA256',
    callbackUrl: 'https://b.example.com/',
  };
  expect(secretsIn(answer)).toEqual(['signature-1', 'token-1']);
});

test('the token that only the policy holds is found, too', () => {
  const policy = encodePolicy({ conditions: [{ 'x-oss-security-token': 'token-2' }, ['starts-with', '$key', 'up/']] });
  expect(secretsIn({ policy })).toEqual([policy, 'token-2']);
});

test('a policy that cannot be read is a secret in plain text as well', () => {
  const policy = encodePolicy('{"conditions": [["eq", "$bucket"');
  expect(secretsIn({ policy })).toEqual([policy, '{"conditions": [["eq", "$bucket"']);
});

test('header values are secrets, as a whole and word by word; of query and body what is named so', () => {
  const request = {
    url: 'https://a.example.com/policy?token=token-3&album=7',
    parts: { header: { Authorization: 'Bearer sesame-open' }, data: 'password=password-1&album=8' },
    defaults: {},
  };
  const secrets = secretsInRequest(request);
  expect(secrets).toEqual(expect.arrayContaining(['Bearer sesame-open', 'sesame-open', 'token-3', 'password-1']));
  expect(secrets).not.toContain('7');
});

test('headers that carry no secret, the scheme of one that does, and a callback are open', () => {
  const header = { Accept: 'application/json', 'Content-Type': 'text/plain', Authorization: 'Bearer sesame-open' };
  const secrets = secretsInRequest({ url: 'https://a.example.com/', parts: { header }, defaults: {} });
  expect(secrets).toEqual(['Bearer sesame-open', 'sesame-open']);

  const callback = Buffer.from('{"callbackUrl":"https://upload.example.com/oss_callback"}').toString('base64');
  expect(secretsIn({ callback, x_oss_callback: callback, signature: 'signature-1' })).toEqual(['signature-1']);
});

test('a secret is blacked out whole and in part, and nothing else is', () => {
  const policy = encodePolicy({ expiration: '2030-01-01T00:00:00.000Z', conditions: [] });
  const finding = failed(
    `Expected this, got ${policy.slice(5, 40)}… of ${policy}, token-4.`,
    'Ask for short, not token-4.',
  );
  expect(withoutSecrets(finding, [policy, 'token-4', 'short'])).toEqual({
    status: 'failed',
    problem: 'Expected this, got ***… of ***, ***.',
    advice: 'Ask for short, not ***.',
  });
});

test('a header value that is a word of the report is masked in sentences alone', () => {
  expect(withoutSecrets(ok('No warning.'), ['warning', 'status'])).toEqual({ status: 'ok', message: 'No ***.' });
});

test('nothing, however deep, makes the search fail', () => {
  let deep: unknown = 'bottom';
  for (let i = 0; i < 50_000; i++) deep = [deep];
  expect(secretsIn(deep)).toEqual([]);
});
