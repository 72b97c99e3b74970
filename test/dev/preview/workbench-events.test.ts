import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Preview, startPreview } from '../../../dev/preview/server';
import type { RequestRecord, WorkbenchEvent } from '../../../dev/preview/workbench-protocol';
import { encodePolicy, postParts, signedForm, toParts } from '../oss/post-form';
import { endRunningOss, type RunningOss, runOss } from '../oss/running-oss';
import { FIXTURE } from './fixture-copy';

const SECRETS = { token: 'the-token', signature: 'the-signature', code: 'the-code', cookie: 'the-cookie' };
const POLICY = encodePolicy({
  expiration: '2030-01-01T00:00:00.000Z',
  conditions: [{ bucket: 'b' }, ['starts-with', '$key', 'uploads/'], { 'x-oss-security-token': SECRETS.token }],
});

let folder: string;
let oss: RunningOss;
let preview: Preview;
let answer = { status: 200, body: '' };
const backend = createServer((_, response) => response.writeHead(answer.status).end(answer.body));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workbench-events-'));
  oss = await runOss();
  await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
  const actual = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/policy`; // it listens on TCP
  preview = await startPreview({
    miniprogramRoot: FIXTURE,
    backend: { configured: 'https://upload.example.com/policy', actual },
    cloud: { ossUrl: oss.url, oss },
  });
});
afterEach(async () => {
  await preview.close();
  backend.closeAllConnections();
  await new Promise((closed) => backend.close(closed));
  await endRunningOss();
  await rm(folder, { recursive: true });
});

/** Connects as the workbench does. Each call returns the next event that `wanted` accepts. */
async function connect({ url } = preview) {
  const { body } = await fetch(`${url}preview/workbench/events`);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async <Kind extends WorkbenchEvent['kind']>(
    kind: Kind,
    wanted: (event: Extract<WorkbenchEvent, { kind: Kind }>) => boolean = () => true,
  ) => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        text += (await reader?.read())?.value ?? '';
        continue;
      }
      const data = text.slice(0, end).replace(/^(retry: \d+\n)?data: /, '');
      text = text.slice(end + 2);
      const event = JSON.parse(data) as Extract<WorkbenchEvent, { kind: Kind }>; // its kind is checked next
      if (event.kind === kind && wanted(event)) return event;
    }
  };
}

const post = () => postParts(oss.url, toParts(signedForm({ settings: oss.settings })));

async function relay(request: object): Promise<void> {
  await fetch(`${preview.url}preview/request`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(preview.url).origin },
    body: JSON.stringify({
      url: 'https://upload.example.com/policy',
      method: 'GET',
      header: {},
      body: '',
      timeout: 5000,
      ...request,
    }),
  });
}

const json = (value: object) => JSON.stringify(value, null, 2);

const isAnswered = ({ outcome }: RequestRecord) => outcome.kind !== 'waiting';

test('starts with what is there, and goes on with what happens', async () => {
  await post();
  const next = await connect();
  const start = await next('start');
  expect(start).toMatchObject({ ossUrl: oss.url, requests: [] });
  expect(start.objects).toHaveLength(1);
  expect(start.forms).toHaveLength(1);
  await post();
  const { form } = await next('form', ({ form: { outcome } }) => outcome.kind === 'answered');
  expect(form.id).not.toBe(start.forms[0]?.id);
});

test('no other site loads the events', async () => {
  const { headers, body } = await fetch(`${preview.url}preview/workbench/events`);
  await body?.cancel();
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('a stored object comes with its key, size and type', async () => {
  const next = await connect();
  await post();
  const { object } = await next('object');
  expect(object).toMatchObject({ size: 9, contentType: 'image/png' });
  expect((await (await fetch(`${oss.url}/${object.key}`)).text()).length).toBe(9);
});

test('a policy request: where it went, its answer, and the policy decoded; no secret', async () => {
  const next = await connect();
  const { token, signature, code, cookie } = SECRETS;
  answer = {
    status: 200,
    body: JSON.stringify({
      data: { policy: POLICY, signature, security_token: token, dir: 'uploads/', x_oss_signature_version: 'V' },
    }),
  };
  await relay({
    method: 'POST',
    url: `https://upload.example.com/policy?code=${code}&page=2`,
    header: { cookie, 'x-page': 'p' },
    body: Buffer.from(JSON.stringify({ code, name: 'n' })).toString('base64'),
  });
  const { request } = await next('request', ({ request }) => isAnswered(request));
  expect(request).toMatchObject({ method: 'POST', header: { cookie: '***', 'x-page': 'p' } });
  expect(new URL(request.url).searchParams.get('page')).toBe('2');
  expect(request.url).toContain('127.0.0.1');
  expect(JSON.parse(request.body)).toEqual({ code: '***', name: 'n' });
  expect(request.outcome).toMatchObject({
    kind: 'answered',
    status: 200,
    policy: {
      kind: 'read',
      expiration: '2030-01-01T00:00:00.000Z',
      conditions: [
        '["eq", "$bucket", "b"]',
        '["starts-with", "$key", "uploads/"]',
        '["eq", "$x-oss-security-token", "***"]',
      ],
    },
  });
  for (const secret of [...Object.values(SECRETS), POLICY]) expect(JSON.stringify(request)).not.toContain(secret);
  expect(JSON.stringify(request)).toContain('uploads/');
});

test.each<[string, { status: number; body: string }, object]>([
  [
    'a page of HTML',
    { status: 502, body: '<h1>Bad gateway</h1>' },
    { status: 502, body: '<h1>Bad gateway</h1>', policy: undefined },
  ],
  [
    'a policy that is none',
    { status: 200, body: '{"policy":"?"}' },
    { policy: { kind: 'unreadable', reason: expect.stringContaining('base64') } },
  ],
  ['a text that holds a token', { status: 200, body: 'token=the-token' }, { body: '15 characters that are no JSON' }],
  [
    'JSON in JSON',
    {
      status: 200,
      body: JSON.stringify({ data: JSON.stringify({ policy: POLICY, signature: 's', dir: 'uploads/' }) }),
    },
    { body: expect.stringContaining('"signature": "***",'), policy: { kind: 'read' } },
  ],
  [
    'a list of secrets',
    { status: 200, body: '{"tokens":["a"],"names":["n"]}' },
    { body: json({ tokens: '***', names: ['n'] }) },
  ],
  ['a sentence', { status: 401, body: 'Authentication is missing.' }, { body: 'Authentication is missing.' }],
])('an answer that is %s', async (_, answered, shown) => {
  const next = await connect();
  answer = answered;
  await relay({});
  const { request } = await next('request', ({ request }) => isAnswered(request));
  expect({ policy: undefined, ...request.outcome }).toMatchObject({ kind: 'answered', ...shown });
});

test.each<[string, object]>([
  ['a header', { header: { 'X-Api-Key': 'the-code' } }],
  ['another header', { header: { 'x-auth': 'the-code' } }],
  ['a form', { method: 'POST', body: Buffer.from('code=the-code&name=n').toString('base64') }],
  [
    'a form that ends like an address',
    { method: 'POST', body: Buffer.from('token=the-code&a=url').toString('base64') },
  ],
  ['the address', { url: 'https://me:the-code@upload.example.com/policy' }],
  ['an address that is none', { url: 'policy?code=the-code' }],
])('no record holds a secret that was sent in %s', async (_, sent) => {
  const next = await connect();
  await relay(sent);
  const { request } = await next('request', ({ request }) => isAnswered(request));
  expect(JSON.stringify(request)).not.toContain('the-code');
});

test('a request that WeChat would refuse is recorded too', async () => {
  const next = await connect();
  await relay({ url: 'https://elsewhere.example.com/' });
  const { request } = await next('request', ({ request }) => isAnswered(request));
  expect(request.outcome).toMatchObject({ kind: 'failed', reason: 'url not in domain list' });
});

test('without a local OSS there is none to show', async () => {
  const alone = await startPreview({
    miniprogramRoot: FIXTURE,
    backend: { configured: 'http://a/', actual: 'http://127.0.0.1:9/' },
  });
  try {
    const start = await (await connect(alone))('start');
    expect(start).toEqual({ kind: 'start', forms: [], requests: [], objects: [], typeErrors: [] });
  } finally {
    await alone.close();
  }
});

describe('faults are set by the preview’s own pages', () => {
  const set = (body: object | string, headers: Record<string, string> = {}) =>
    fetch(`${preview.url}preview/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(preview.url).origin, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('at once, and every page is told', async () => {
    const next = await connect();
    expect((await next('start')).faults).toBe('');
    expect((await set({ faults: 'latency=5,503=1' })).status).toBe(200);
    expect((await next('faults')).faults).toBe('latency=5,503=1');
    expect((await post()).status).toBe(503);
    await set({ faults: '' });
    expect((await post()).status).toBe(204);
  });

  test.each<[string, object | string, Record<string, string>, number, RegExp]>([
    ['another page', { faults: '503=1' }, { origin: 'https://evil.example.com' }, 403, /own pages/],
    ['an unknown fault', { faults: 'flood=1' }, {}, 400, /Expected --faults to set .*flood=1/],
    ['no list', {}, {}, 400, /faults/],
    ['no JSON', '{', {}, 400, /./],
  ])('not: %s', async (_, body, headers, status, reason) => {
    const response = await set(body, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(reason);
    expect((await post()).status).toBe(204);
  });
});
