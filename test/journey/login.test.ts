import { loginUrl, policyUrl } from '../../miniprogram/config';
import { policyAnswer, SIGNED_AT } from '../sample-policy';
import { scriptedWx, settled } from '../scripted-wx';
import { openPage } from './page-driver';

const PATH = 'wxfile://tmp_1.png';
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array(100).fill(1)]);

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

/** Opens the page in a version of the mini-program, and picks an image. */
async function pickIn(envVersion: 'develop' | 'trial') {
  const phone = scriptedWx({ envVersion, files: { [PATH]: PNG } });
  const logins: ((result: { code: string }) => void)[] = [];
  const login = ({ success }: { success: (result: { code: string }) => void }) => logins.push(success);
  const page = openPage(Object.assign(phone.wx, { login }));
  page.call('pick');
  phone.picks[0]?.succeed(phone.chosen(PATH));
  await settled();
  return { phone, logins, page };
}

test('the develop version asks the backend of npm start, without a login', async () => {
  const { phone, logins, page } = await pickIn('develop');
  expect([loginUrl('develop'), logins.length]).toEqual(['', 0]);
  expect(phone.requests.map(({ options }) => options.url)).toEqual([policyUrl('develop')]);
  phone.requests[0]?.fail({ errMsg: 'request:fail' });
  await settled();
  page.close();
});

test('the trial version logs in, and asks for a policy with the token', async () => {
  const { phone, logins, page } = await pickIn('trial');
  logins[0]?.({ code: 'code-of-wechat' });
  await settled();
  expect(phone.requests[0]?.options).toMatchObject({
    url: loginUrl('trial'),
    method: 'POST',
    data: { code: 'code-of-wechat' },
  });
  phone.requests[0]?.succeed({
    statusCode: 200,
    data: { token: 'token-of-the-session', expires_in: 3600 },
    header: {},
  });
  await settled();
  expect(phone.requests[1]?.options).toMatchObject({
    url: policyUrl('trial'),
    header: { Authorization: 'Bearer token-of-the-session' },
  });
  phone.requests[1]?.succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
  expect([logins.length, phone.uploads.length]).toEqual([1, 1]);
  page.close();
});
