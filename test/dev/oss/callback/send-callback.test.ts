// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { createHash, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { postParts, signedForm, toParts, xmlText } from '../post-form';
import { endRunningOss, type RunningOss, runOss } from '../running-oss';
import { type CallbackServer, endCallbackServers, runCallbackServer } from './callback-server';
import { postWithCallback } from './post-with-callback';

afterEach(endRunningOss);
afterEach(endCallbackServers);

const callbackBody = 'key=${object}&note=${x:note}';

function keyUrlOf({ received: [request] }: CallbackServer): string {
  return Buffer.from(String(request?.headers['x-oss-pub-key-url']), 'base64').toString();
}

async function fetchText(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe('the request', () => {
  test('is signed over decoded path, query and body by the key that its header points to', async () => {
    const oss = await runOss();
    const server = await runCallbackServer();
    const callbackUrl = `${server.url}/%E5%9B%BE/told%20it?id=1&name=%E5%9B%BE`;
    await postWithCallback(oss, { callbackUrl, callbackBody }, { fields: { 'x:note': '图' } });

    const [request] = server.received;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/%E5%9B%BE/told%20it?id=1&name=%E5%9B%BE',
      body: 'key=uploads%2Fa.png&note=%E5%9B%BE',
    });
    const signed = Buffer.from(`/图/told it?id=1&name=%E5%9B%BE\n${request?.body}`);
    const signature = Buffer.from(String(request?.headers.authorization), 'base64');
    expect(verify('md5', signed, await fetchText(keyUrlOf(server)), signature)).toBe(true);
    expect(verify('md5', Buffer.from(`${signed}x`), await fetchText(keyUrlOf(server)), signature)).toBe(false);
  });

  test('says who sends it, and about what', async () => {
    const server = await runCallbackServer();
    await postWithCallback(await runOss({ newRequestId: () => 'the-id' }), { callbackUrl: server.url, callbackBody });
    const [request] = server.received;
    expect(request?.headers).toMatchObject({
      host: new URL(server.url).host,
      'user-agent': 'aliyun-oss-callback',
      'content-length': String(request?.body.length),
      'content-md5': createHash('md5')
        .update(request?.body ?? '')
        .digest('base64'),
      'x-oss-bucket': 'pictures',
      'x-oss-request-id': 'the-id',
      'x-oss-tag': 'CALLBACK',
    });
  });

  test('has the host that callbackHost names', async () => {
    const server = await runCallbackServer();
    const callback = { callbackUrl: server.url, callbackHost: 'upload.example.com', callbackBody };
    expect((await postWithCallback(await runOss(), callback)).status).toBe(200);
    expect(server.received[0]?.headers.host).toBe('upload.example.com');
  });

  test('points to the local OSS for the key: RSA, one for each start, the same for each callback, never on disk', async () => {
    const oss = await runOss();
    const tell = async (from: RunningOss) => {
      const server = await runCallbackServer();
      await postWithCallback(from, { callbackUrl: server.url, callbackBody });
      return keyUrlOf(server);
    };
    const [first, second] = [await tell(oss), await tell(oss)];
    expect(first.startsWith(`${oss.url}/callback-public-key.pem`)).toBe(true);
    expect(second).toBe(first);
    const pem = await fetchText(first);
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(await fetchText(`${oss.url}/callback-public-key.pem`)).toBe(pem);
    expect(await oss.files()).toHaveLength(2);

    const another = await tell(await oss.restart());
    expect(await fetchText(another)).not.toBe(pem);
    expect(new URL(another).search).not.toBe(new URL(first).search);
  });
});

test.each([undefined, '200', '201', '204'])(
  'a server that answers 200 with JSON: the uploader gets that, regardless of the status it asked for (%s)',
  async (status) => {
    const json = '{ "Status": "OK", "图": [1, 2.50] }';
    const server = await runCallbackServer((response) => response.end(json));
    const fields = status === undefined ? {} : { success_action_status: status };
    const answer = await postWithCallback(await runOss(), { callbackUrl: server.url, callbackBody }, { fields });
    expect(answer).toMatchObject({ status: 200, body: json });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('etag')).toMatch(/^"[0-9A-F]{32}"$/);
    expect(answer.headers.get('x-oss-hash-crc64ecma')).toMatch(/^\d+$/);
  },
);

describe('a callback that fails: 203, and the object is stored', () => {
  /** Posts with a callback to this server. */
  async function failedAnswer(answer: (response: ServerResponse) => void, timeout = 5000) {
    const oss = await runOss({ callbackTimeout: timeout });
    const server = await runCallbackServer(answer);
    const failed = await postWithCallback(oss, { callbackUrl: server.url, callbackBody });
    expect(failed).toMatchObject({ status: 203, code: 'CallbackFailed' });
    expect(failed.headers.get('content-type')).toBe('application/xml');
    expect(await fetchText(`${oss.url}/uploads/a.png`)).toBe('the bytes');
    expect(oss.lines[0]).toMatch(/^POST \/ 203 CallbackFailed: /);
    return failed;
  }

  test.each([201, 204, 302, 400, 403, 502])('the server answers %d', async (status) => {
    const failed = await failedAnswer((response) => response.writeHead(status, { location: '/told' }).end());
    expect(failed).toMatchObject({ message: `Error status : ${status}.`, ec: '0007-00000203' });
  });

  test.each([
    ['text', 'OK'],
    ['nothing', ''],
    ['half of it', '{"Status":'],
    ['a byte order mark before it', '\uFEFF{"Status":"OK"}'],
  ])('%s instead of JSON', async (_case, body) => {
    const failed = await failedAnswer((response) => response.end(body));
    expect(failed).toMatchObject({ message: 'Response body is not valid json format.', ec: '0007-00000205' });
  });

  test.each([
    ['no Content-Length', 'none', (response: ServerResponse) => response.write('{}') && response.end()],
    ['over 1 MB', '1048578', (response: ServerResponse) => response.end(`"${'x'.repeat(1024 * 1024)}"`)],
  ])('%s', async (_case, came, answer) => {
    const failed = await failedAnswer(answer);
    expect(failed.message).toContain('too long content-length value');
    expect(xmlText(failed.body, 'Detail')).toContain(came);
  });

  test.each([
    ['no answer', () => undefined],
    ['half an answer', (response: ServerResponse) => response.writeHead(200, { 'content-length': 9 }).write('{')],
  ])('%s in time', async (_case, answer) => {
    const failed = await failedAnswer(answer, 100);
    expect(failed.ec).toBe('0007-00000202');
    expect(failed.message).toMatch(/reply timeout, cost:100ms, timeout:100ms$/);
  });

  test('a server that is down, and the answer says so', async () => {
    const oss = await runOss();
    // Port 1 of the loopback: nothing listens there.
    const failed = await postWithCallback(oss, { callbackUrl: 'http://127.0.0.1:1/', callbackBody });
    expect(failed).toMatchObject({ status: 203, code: 'CallbackFailed', ec: '0007-00000203' });
    expect(failed.message).toContain('OSS can not connect to your callbackUrl');
    expect(xmlText(failed.body, 'Detail')).toContain('ECONNREFUSED');
    expect((await fetch(`${oss.url}/uploads/a.png`)).status).toBe(200);
  });
});

describe('several addresses', () => {
  const failing = () => runCallbackServer((response) => response.writeHead(500).end());

  test('are asked one after the other, until one answers well', async () => {
    const servers = [await failing(), await runCallbackServer(), await runCallbackServer()];
    const callbackUrl = servers.map(({ url }) => url).join(';');
    expect((await postWithCallback(await runOss(), { callbackUrl, callbackBody })).status).toBe(200);
    expect(servers.map(({ received }) => received.length)).toEqual([1, 1, 0]);
  });

  test('that all fail: the last one is reported', async () => {
    const last = await runCallbackServer((response) => response.end('no JSON'));
    const callbackUrl = `${(await failing()).url};${last.url}`;
    const answer = await postWithCallback(await runOss(), { callbackUrl, callbackBody });
    expect(answer).toMatchObject({ status: 203, ec: '0007-00000205' });
  });
});

test('the local OSS ends although a callback is under way', async () => {
  const oss = await runOss({ callbackTimeout: 3_600_000 });
  const server = await runCallbackServer(() => undefined);
  const told = server.next();
  const post = postWithCallback(oss, { callbackUrl: server.url, callbackBody }).catch(() => 'cut');
  await told;
  await oss.close();
  expect(await post).toBe('cut');
});

test('without the field there is no callback', async () => {
  const oss = await runOss();
  const fields = { 'x:note': 'a' };
  expect((await postParts(oss.url, toParts(signedForm({ settings: oss.settings, fields })))).status).toBe(204);
});
