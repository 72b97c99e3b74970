// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { xmlText } from '../post-form';
import { endRunningOss, runOss } from '../running-oss';
import { endCallbackServers, runCallbackServer } from './callback-server';
import { encodeCallback, postWithCallback } from './post-with-callback';

afterEach(endRunningOss);
afterEach(endCallbackServers);

const callbackBody = 'key=${object}';

test.each([
  ['an empty field', '', '0007-00000002'],
  ['JSON that is not in base64', '{"callbackUrl":"https://example.com"}', '0007-00000002'],
  ['base64 of something else', Buffer.from('callbackUrl').toString('base64'), '0007-00000003'],
  ['base64 of null', Buffer.from('null').toString('base64'), '0007-00000003'],
  ['over 5 KB', encodeCallback({ callbackBody: 'x'.repeat(4000) }), '0007-00000001'],
  ['no address', encodeCallback({ callbackBody }), '0007-00000004'],
  ['an empty address', encodeCallback({ callbackUrl: '', callbackBody }), '0007-00000004'],
  ['a number for an address', encodeCallback({ callbackUrl: 80, callbackBody }), '0007-00000004'],
  ['no port where one belongs', encodeCallback({ callbackUrl: 'example.com:told', callbackBody }), '0007-00000004'],
  ['ftp', encodeCallback({ callbackUrl: 'ftp://example.com/told', callbackBody }), '0007-00000004'],
  ['a file', encodeCallback({ callbackUrl: 'file:///etc/hosts', callbackBody }), '0007-00000004'],
  ['an escape that means nothing', encodeCallback({ callbackUrl: 'http://a/%E5%9', callbackBody }), '0007-00000004'],
  [
    'a bad address behind a good one',
    encodeCallback({ callbackUrl: 'http://a;ftp://b', callbackBody }),
    '0007-00000004',
  ],
  ['six addresses', encodeCallback({ callbackUrl: 'http://a;'.repeat(6), callbackBody }), '0007-00000005'],
  ['a list for a host', encodeCallback({ callbackUrl: 'http://a', callbackHost: [1], callbackBody }), '0007-00000009'],
  [
    'a host that brings a header',
    encodeCallback({ callbackUrl: 'http://a', callbackHost: 'a\r\nx-forged: 1', callbackBody }),
    '0007-00000009',
  ],
  ['no body', encodeCallback({ callbackUrl: 'http://a' }), '0007-00000011'],
  ['an empty body', encodeCallback({ callbackUrl: 'http://a', callbackBody: '' }), '0007-00000011'],
  ['a list for a body', encodeCallback({ callbackUrl: 'http://a', callbackBody: [1] }), ''],
  [
    'a number for a type',
    encodeCallback({ callbackUrl: 'http://a', callbackBody, callbackBodyType: 1 }),
    '0007-00000012',
  ],
  ['another type', encodeCallback({ callbackUrl: 'http://a', callbackBody, callbackBodyType: 'text/xml' }), ''],
])('%s is refused before anything is stored', async (_case, field, ec) => {
  const oss = await runOss();
  const answer = await postWithCallback(oss, field);
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument', ec });
  expect(answer.message).toContain('Expected is base64');
  expect(xmlText(answer.body, 'ArgumentName')).toBe('callback');
  expect(await oss.files()).toEqual([]);
});

test.each([
  ['with a scheme', (url: string) => url],
  ['without one, as in the examples of OSS', (url: string) => url.replace('http://', '')],
  ['with a semicolon behind it', (url: string) => `${url};`],
])('the callback goes to an address %s', async (_case, spell) => {
  const server = await runCallbackServer();
  const answer = await postWithCallback(await runOss(), { callbackUrl: spell(`${server.url}/told`), callbackBody });
  expect(answer.status).toBe(200);
  expect(server.received).toMatchObject([{ method: 'POST', url: '/told', body: 'key=uploads%2Fa.png' }]);
});

describe('a policy that states the callback', () => {
  const stated = (callback: string) => ({ conditions: [['eq', '$callback', callback]] });

  test('lets that one pass', async () => {
    const server = await runCallbackServer();
    const callback = encodeCallback({ callbackUrl: server.url, callbackBody });
    const options = { ...stated(callback), trusted: [server.url] };
    expect((await postWithCallback(await runOss(), callback, options)).status).toBe(200);
  });

  test('refuses another one, which gets no request', async () => {
    const oss = await runOss();
    const [right, wrong] = [await runCallbackServer(), await runCallbackServer()];
    const expected = encodeCallback({ callbackUrl: right.url, callbackBody });
    const answer = await postWithCallback(oss, { callbackUrl: wrong.url, callbackBody }, stated(expected));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', ec: '0006-00000227' });
    expect([...right.received, ...wrong.received, ...(await oss.files())]).toEqual([]);
  });
});

test('there is no callback for a file that is refused', async () => {
  const server = await runCallbackServer();
  const answer = await postWithCallback(
    await runOss(),
    { callbackUrl: server.url, callbackBody },
    { conditions: [['content-length-range', 0, 1]] },
  );
  expect(answer.code).toBe('EntityTooLarge');
  expect(server.received).toEqual([]);
});
