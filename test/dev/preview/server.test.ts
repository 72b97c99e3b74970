import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Preview, startPreview } from '../../../dev/preview/server';
import { copyFixture, FIXTURE, type FixtureCopy } from './fixture-copy';

const backend = { configured: 'https://upload.example.com/policy', actual: 'http://127.0.0.1:9/policy' };

let copy: FixtureCopy;
let preview: Preview;
beforeAll(async () => {
  copy = await copyFixture();
  preview = await startPreview({ miniprogramRoot: copy.root, backend });
});
afterAll(async () => {
  await preview.close();
  await copy.remove();
});

const others: Server[] = [];
afterEach(() => {
  for (const server of others.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Another program's server, which answers nothing. */
async function listenElsewhere(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  others.push(server);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** Asks with a path and headers exactly as given, which fetch would put right. */
function ask(target: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  const { hostname, port } = new URL(preview.url);
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    httpRequest({ hostname, port, path: target, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, type: String(answered['content-type']), text: Buffer.concat(chunks).toString() });
      });
    })
      .on('error', reject)
      .end(body);
  });
}

test('shows the phone, in it the mini-program, and its pictures', async () => {
  expect(await ask('/')).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  expect((await ask('/')).text).toContain('<iframe src="/app/"');
  expect((await ask('/app/')).text).toMatch(/data-build="[0-9a-f]{16}"/);
  expect((await ask('/app/mini-program.css')).text).toContain('.components_card_card--outer');
  expect(await ask('/app/images/dot.png')).toMatchObject({ status: 200, type: 'image/png' });
});

test('packs what it sends', async () => {
  const response = await fetch(`${preview.url}preview/runtime.js`);
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toContain('startMiniProgram');
});

test('gives out no sources, and nothing from outside the mini-program', async () => {
  await writeFile(path.join(copy.root, '../secret.png'), 'secret');
  await symlink(path.join(copy.root, '../secret.png'), path.join(copy.root, 'images/link.png'));
  const targets = ['/app/app.ts', '/app/app.json', '/app/../secret.png', '/app/images/link.png', '/none'];
  const encoded = ['/app/..%2fsecret.png', '/app/%2e%2e/secret.png', '/app/..%5csecret.png', '/app/a%00.png'];
  for (const target of [...targets, ...encoded]) {
    expect([target, (await ask(target)).status]).toEqual([target, 404]);
  }
  expect((await ask('/app/%ff.png')).status).toBe(400);
});

test.each([
  ['localhost:1', 200],
  ['127.0.0.1', 200],
  ['192.168.1.20:8080', 200],
  ['[::1]:80', 200],
  ['evil.example.com', 403],
  ['127.0.0.1.evil.example.com', 403],
  ['a b', 403],
])('a request that says it is for %s', async (host, status) => {
  expect((await ask('/', { host })).status).toBe(status);
});

describe('relays requests', () => {
  const relay = { url: 'https://evil.example.com/', method: 'GET', header: {}, body: '', timeout: 1000 };
  const json = { 'content-type': 'application/json' };
  const origin = () => new URL(preview.url).origin;

  test('for its own page, and to its backend alone', async () => {
    const headers = { ...json, origin: origin(), 'sec-fetch-site': 'same-origin' };
    const { status, text } = await ask('/preview/request', headers, 'POST', JSON.stringify(relay));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ kind: 'failed', reason: 'url not in domain list', errno: 600002 });
  });

  test.each<[string, Record<string, string>, string, string, number]>([
    ['another site', { ...json, origin: 'https://evil.example.com' }, 'POST', JSON.stringify(relay), 403],
    ['another port', { ...json, origin: 'http://127.0.0.1:9' }, 'POST', JSON.stringify(relay), 403],
    ['a page without origin', { ...json, origin: 'null' }, 'POST', JSON.stringify(relay), 403],
    ['a program that is no page', { ...json, origin: '' }, 'POST', JSON.stringify(relay), 403],
    ['a site next door', { ...json, 'sec-fetch-site': 'same-site' }, 'POST', JSON.stringify(relay), 403],
    ['a form', { 'content-type': 'text/plain' }, 'POST', JSON.stringify(relay), 415],
    ['a link', json, 'GET', '', 405],
    ['one that sends no JSON', json, 'POST', '{', 400],
    ['one of 16 MB', json, 'POST', JSON.stringify({ ...relay, body: 'A'.repeat(16 * 1024 * 1024) }), 400],
    ['one that leaves something out', json, 'POST', JSON.stringify({ ...relay, timeout: undefined }), 400],
  ])('not for %s', async (_, headers, method, body, status) => {
    expect((await ask('/preview/request', { origin: origin(), ...headers }, method, body)).status).toBe(status);
  });

  test('not without an Origin, which a browser always sends', async () => {
    expect((await ask('/preview/request', json, 'POST', JSON.stringify(relay))).status).toBe(403);
  });

  test('with the default time-out where the page sent none: NaN is null in JSON', async () => {
    const headers = { ...json, origin: origin() };
    const body = JSON.stringify({ ...relay, timeout: Number.NaN });
    expect((await ask('/preview/request', headers, 'POST', body)).status).toBe(200);
  });
});

test('no page elsewhere may show or load what is here', async () => {
  const { headers } = await fetch(preview.url);
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('a port that is taken is named', async () => {
  const { port } = await listenElsewhere();
  await expect(startPreview({ miniprogramRoot: FIXTURE, port, backend })).rejects.toThrow(
    `Port ${port} of 127.0.0.1, for the preview, is taken: choose another one (npm start -- --port).`,
  );
});

test('a mini-program that does not build is named at the start', async () => {
  await expect(startPreview({ miniprogramRoot: path.join(FIXTURE, 'images'), backend })).rejects.toThrow(
    'app.json:1:1 missing: the folder is not the root of a mini-program',
  );
});

test('closed, it ends a request that is under way', async () => {
  const { server: silent, port } = await listenElsewhere();
  const closing = await startPreview({
    miniprogramRoot: FIXTURE,
    backend: { ...backend, actual: `http://127.0.0.1:${port}/` },
  });
  const arrived = once(silent, 'request');
  const pending = fetch(`${closing.url}preview/request`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(closing.url).origin },
    body: JSON.stringify({ url: backend.configured, method: 'GET', header: {}, body: '', timeout: 60_000 }),
  });
  const ended = expect(pending).rejects.toThrow('fetch failed');
  const [request] = await arrived;
  const abandoned = new Promise((resolve) => request.on('close', resolve));
  await closing.close();
  await ended;
  await abandoned;
});

test('closed, it frees its port and lets the process end', async () => {
  const script = `
    const { startPreview } = require(${JSON.stringify(path.join(__dirname, '../../../dev/preview/server'))});
    (async () => {
      const options = { miniprogramRoot: ${JSON.stringify(FIXTURE)}, backend: ${JSON.stringify(backend)}, watch: true };
      const first = await startPreview(options);
      // An open page listens for builds as long as the preview lives.
      const events = await fetch(first.url + 'preview/events');
      await first.close();
      const { port } = new URL(first.url);
      const second = await startPreview({ ...options, port: Number(port) });
      await second.close();
      await events.text();
      console.log('ended');
    })();
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { cwd: path.join(__dirname, '../../..') });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  const [code] = await once(child, 'exit');
  expect(output).toBe('ended\n');
  expect(code).toBe(0);
});
