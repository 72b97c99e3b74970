import { createHmac } from 'node:crypto';
import { createSessionTokens } from '../../../server/identity/session-token';
import { SIGNED_AT } from '../../sample-policy';
import { APPID } from '../backend';

const [OLD, NEW, FOREIGN] = ['o'.repeat(32), 'n'.repeat(32), 'f'.repeat(32)] as const;
const USER = 'a'.repeat(32);
const HOUR = 3_600_000;

let time: number;
beforeEach(() => {
  time = SIGNED_AT.getTime();
});

const tokensOf = (keys: readonly [string, string?] = [OLD], audience = APPID) =>
  createSessionTokens({ keys, audience, seconds: 3600, now: () => new Date(time) });

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What it throws. */
function refusal(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  throw new Error('Expected a refusal, got none.');
}

test('reads the user of a token that it issued, and until when it is good', () => {
  const { token, expires_in } = tokensOf().issue(USER);
  expect(expires_in).toBe(3600);
  expect(tokensOf().read(token)).toEqual({ id: USER, until: new Date(time + HOUR) });
});

test('issues a JSON Web Token, which any library verifies', () => {
  const [header, payload, signature] = tokensOf().issue(USER).token.split('.');
  expect(decode(header)).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.stringMatching(/^[\w-]{8}$/) });
  expect(decode(payload)).toEqual({ sub: USER, aud: APPID, iat: time / 1000, exp: time / 1000 + 3600 });
  expect(signature).toBe(createHmac('sha256', OLD).update(`${header}.${payload}`).digest('base64url'));
});

test('takes the tokens of the previous key while keys rotate, and none of it afterwards', () => {
  const old = tokensOf([OLD]).issue(USER).token;
  expect(tokensOf([NEW, OLD]).read(old).id).toBe(USER);
  expect(tokensOf([NEW]).read(tokensOf([NEW, OLD]).issue(USER).token).id).toBe(USER);
  expect(refusal(() => tokensOf([NEW]).read(old))).toMatchObject({ statusCode: 401, code: 'token_invalid' });
});

test('refuses a token from a minute before its end, so that no policy is shorter than that', () => {
  const { token } = tokensOf().issue(USER);
  time += HOUR - 61_000;
  expect(tokensOf().read(token).id).toBe(USER);
  time += 1_000;
  expect(refusal(() => tokensOf().read(token))).toMatchObject({ statusCode: 401, code: 'token_expired' });
});

describe('refuses a token', () => {
  const resigned = (header: object, payload: object, key = OLD) => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const forgeries: [string, (header: object, payload: object, token: string) => string][] = [
    [
      'of another user, signed for this one',
      (header, payload, token) =>
        [encode(header), encode({ ...payload, sub: 'b'.repeat(32) }), token.split('.')[2]].join('.'),
    ],
    ['signed with a foreign key', (header, payload) => resigned(header, payload, FOREIGN)],
    ['with alg none', (header, payload) => `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`],
    ['with alg none that is signed', (header, payload) => resigned({ ...header, alg: 'none' }, payload)],
    ['with another alg', (header, payload) => resigned({ ...header, alg: 'HS512' }, payload)],
    ['with another key id', (header, payload) => resigned({ ...header, kid: 'somekeys' }, payload)],
    ['without a signature', (header, payload) => `${encode(header)}.${encode(payload)}.`],
    ['with half a signature', (_header, _payload, token) => token.slice(0, -20)],
    ['with a fourth part', (_header, _payload, token) => `${token}.e30`],
    ['for another mini-program', () => tokensOf([OLD], 'wxfedcba9876543210').issue(USER).token],
    ['that is none', () => 'token'],
    ['that is empty', () => ''],
  ];

  test.each(forgeries)('%s', (_, forge) => {
    const { token } = tokensOf().issue(USER);
    const [header, payload] = token.split('.');
    const forged = forge(decode(header), decode(payload), token);
    expect(refusal(() => tokensOf().read(forged))).toMatchObject({ statusCode: 401, code: 'token_invalid' });
  });
});
