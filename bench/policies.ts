import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { createSessionTokens } from '../server/identity/session-token';
import { POLICY_ROUTE } from '../server/policy-route';
import { median } from './median';

const ROOT = path.join(__dirname, '..');
const ROUNDS = 7;
/** In milliseconds, for one server in one round. */
const ROUND = 1500;
const CONNECTIONS = 20;

const KEY = 'a-key-of-the-benchmark-with-32-characters-or-more';
const APPID = 'wx0123456789abcdef';

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  OSS_ACCESS_KEY_ID: 'sample-key-id',
  OSS_ACCESS_KEY_SECRET: 'sample-key-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  WECHAT_APPID: APPID,
  WECHAT_SECRET: '0'.repeat(32),
  SESSION_KEYS: KEY,
  USER_KEY: `${KEY}-and-another`,
  RATE_PER_USER: '1000000',
  RATE_PER_ADDRESS: '1000000',
  PORT: '0',
};

/** What every server of this kind does at least: the token's HMAC, then the policy's with the day's key, and JSON. */
const BARE = `
const { createHmac, timingSafeEqual } = require('node:crypto');
const { createServer } = require('node:http');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const day = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');
const key = [day(), 'cn-hangzhou', 'oss', 'aliyun_v4_request'].reduce(hmac, 'aliyun_v4sample-key-secret');
createServer((request, response) => {
  const [header, payload, signature] = request.headers.authorization.slice(7).split('.');
  if (!timingSafeEqual(hmac(${JSON.stringify(KEY)}, header + '.' + payload), Buffer.from(signature, 'base64url'))) throw 401;
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url'));
  const now = new Date();
  const date = now.toISOString().slice(0, 19).replace(/[-:]/g, '') + 'Z';
  const credential = 'sample-key-id/' + day() + '/cn-hangzhou/oss/aliyun_v4_request';
  const dir = 'uploads/' + sub + '/';
  const expires = new Date(now.getTime() + 600000);
  const conditions = [{ bucket: 'pictures' }, ['starts-with', '$key', dir], ['content-length-range', 1, 20971520],
    ['in', '$content-type', ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/heif', 'image/avif', 'image/bmp']],
    ['in', '$success_action_status', ['200', '201']], ['eq', '$x-oss-forbid-overwrite', 'true'],
    ['in', '$x-oss-object-acl', ['default', 'private']], ['in', '$cache-control', ['max-age=2592000']],
    ['in', '$content-disposition', ['inline']], ['in', '$callback', ['']],
    { 'x-oss-signature-version': 'OSS4-HMAC-SHA256' }, { 'x-oss-credential': credential }, { 'x-oss-date': date }];
  const policy = Buffer.from(JSON.stringify({ expiration: expires.toISOString(), conditions })).toString('base64');
  const body = JSON.stringify({ host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com', dir, expire: Math.floor(expires / 1000),
    x_oss_signature_version: 'OSS4-HMAC-SHA256', x_oss_credential: credential, x_oss_date: date, policy,
    signature: hmac(key, policy).toString('hex') });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}).listen(0, '127.0.0.1', function () { console.log('listening at http://127.0.0.1:' + this.address().port); });
`;

/** As many tutorials have it: Express, V1, nobody asked who they are. */
const EXPRESS = `
const { createHmac } = require('node:crypto');
const express = require(${JSON.stringify(path.join(ROOT, 'node_modules/express'))});
express().get('${POLICY_ROUTE}', (request, response) => {
  const conditions = [{ bucket: 'pictures' }, ['starts-with', '$key', 'uploads/'], ['content-length-range', 0, 20971520]];
  const expiration = new Date(Date.now() + 600000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  const signature = createHmac('sha1', 'sample-key-secret').update(policy).digest('base64');
  response.json({ accessid: 'sample-key-id', host: 'https://pictures.oss-cn-hangzhou.aliyuncs.com', dir: 'uploads/', policy, signature });
}).listen(0, '127.0.0.1', function () { console.log('listening at http://127.0.0.1:' + this.address().port); });
`;

/** Policies a second, and the slowest hundredth of the answers in milliseconds; each the median of all rounds. */
interface Measured {
  perSecond: number[];
  p99: number[];
}

/** The whole policy route over HTTP, beside the least that such a server does and beside a usual one; in turns, in one run. */
export async function benchPolicies(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-policies-'));
  const servers: ChildProcess[] = [];
  try {
    const ours = path.join(folder, 'server.js');
    const entryPoints = [path.join(ROOT, 'server/main.ts')];
    await build({ entryPoints, bundle: true, platform: 'node', target: 'node20', outfile: ours, logLevel: 'error' });
    const names = ['this project', 'bare node:http', 'Express with V1'] as const;
    const files = [ours, path.join(folder, 'bare.js'), path.join(folder, 'express.js')];
    await writeFile(path.join(folder, 'bare.js'), BARE);
    await writeFile(path.join(folder, 'express.js'), EXPRESS);
    const targets = [];
    for (const [index, name] of names.entries()) {
      const { child, url } = await start(files[index] ?? ours);
      servers.push(child);
      targets.push({ name, url, measured: { perSecond: [], p99: [] } as Measured });
    }
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { url, measured } of targets) {
        const { perSecond, p99 } = await load(url);
        if (round === 0) continue; // warms the compilers up
        measured.perSecond.push(perSecond);
        measured.p99.push(p99);
      }
    }
    const bare = targets.find(({ name }) => name === 'bare node:http');
    for (const { name, measured } of targets) {
      const share = median(measured.perSecond.map((one, round) => one / (bare?.measured.perSecond[round] ?? one)));
      print(
        `policies, ${name}: ${Math.round(median(measured.perSecond))} a second (${share.toFixed(2)} of bare), p99 ${median(measured.p99).toFixed(1)} ms`,
      );
    }
  } finally {
    for (const child of servers) child.kill();
    await rm(folder, { recursive: true });
  }
}

/** Its log goes to a file, as in production: read here it would take time from the clients. */
async function start(file: string): Promise<{ child: ChildProcess; url: string }> {
  const log = `${file}.log`;
  const handle = await open(log, 'w');
  const child = spawn(process.execPath, [file], { env: ENVIRONMENT, stdio: ['ignore', handle.fd, 'inherit'] });
  await handle.close();
  while (child.exitCode === null) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await readFile(log, 'utf8'))?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`Expected ${file} to print its address, got nothing.`);
}

/** Asks again and again over some connections at once, for one round. */
async function load(url: string): Promise<{ perSecond: number; p99: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const tokens = createSessionTokens({ keys: [KEY], audience: APPID, seconds: 3600, now: () => new Date() });
  const headers = { authorization: `Bearer ${tokens.issue('0123456789abcdef0123456789abcdef').token}` };
  const times: number[] = [];
  const begun = performance.now();
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const asked = performance.now();
      get(`${url}${POLICY_ROUTE}`, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`Expected 200, got ${response.statusCode}.`));
        response.resume().on('end', () => {
          times.push(performance.now() - asked);
          resolve();
        });
      }).on('error', reject);
    });
  const keepAsking = async () => {
    while (performance.now() - begun < ROUND) await ask();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, keepAsking));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}
