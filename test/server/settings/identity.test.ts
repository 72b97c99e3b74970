import { readServerSettings } from '../../../server/settings';
import { KEYS, mistakes, REQUIRED, WECHAT } from './environment';

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
