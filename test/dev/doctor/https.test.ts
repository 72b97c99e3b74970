import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkHttps } from '../../../dev/doctor/checks/https';
import type { Report } from '../../../dev/doctor/report';
import { makeCertificate, type ServerKey } from '../../../dev/oss/faults/self-signed';
import { endCommands, startCommand } from '../cli/command';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, findings, policyAnswer } from './examined';
import { endServers, listen, serve } from './running-server';

const DAY = 24 * 60 * 60 * 1000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-https-'));
});

afterEach(async () => {
  endCommands();
  await endServers();
  await endRunningOss();
  await rm(folder, { recursive: true, force: true });
});

function certificate(days: number): ServerKey {
  return makeCertificate(new Date(Date.now() - 40 * DAY), new Date(Date.now() + days * DAY));
}

/** Puts https before a server. @returns its address */
async function withHttps(url: string, key: ServerKey): Promise<string> {
  const server = createServer(key, (request, response) => {
    const { method, headers } = request;
    const inner = requestHttp(`${url}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(inner);
  });
  return `https://127.0.0.1:${await listen(server)}`;
}

/** What `npm run doctor` says of a backend and a bucket with this certificate, on a computer that trusts it. */
async function examineTrusting(key: ServerKey): Promise<Report> {
  const file = path.join(folder, 'certificate.pem');
  await writeFile(file, key.cert);
  const oss = await runOss();
  const host = await withHttps(oss.url, key);
  const url = await withHttps(await serve(() => ({ body: { ...policyAnswer(oss), host } })), key);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: file };
  const { stdout } = await startCommand('dev/doctor/main.ts', [url, '--json'], env).ended;
  return JSON.parse(stdout);
}

test('a certificate that is trusted: policy and upload go over https', async () => {
  const report = await examineTrusting(certificate(90));
  expect(report.uploadWorks).toBe(true);
  const fine = { status: 'ok', message: expect.stringMatching(/TLSv1\.\d.*trusted and valid for (89|90) days/) };
  expect(findings(report, 'https')).toMatchObject([fine, fine]);
});

test('a certificate that is about to expire is a warning', async () => {
  const report = await examineTrusting(certificate(10));
  expect(report.uploadWorks).toBe(true);
  expect(findings(report, 'https')[0]).toMatchObject({
    status: 'warning',
    problem: expect.stringMatching(/got (9|10) days/),
  });
});

test.each([
  ['is self-signed', 90, /DEPTH_ZERO_SELF_SIGNED_CERT/],
  ['has expired', -1, /CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT/],
])('a certificate that %s: what it is, and the policy is not fetched', async (_, days, reason) => {
  const url = await withHttps(await serve(() => ({ body: {} })), certificate(days));
  const report = await examine(url);
  expect(findings(report, 'https')).toMatchObject([{ status: 'failed', problem: expect.stringMatching(reason) }]);
  expect(findings(report, 'policy')).toMatchObject([
    { status: 'failed', advice: expect.stringContaining('certificate that phones trust') },
  ]);
});

test('a server that speaks no TLS', async () => {
  const url = (await serve(() => ({}))).replace('http:', 'https:');
  expect(await checkHttps(url, Date.now())).toMatchObject({
    status: 'failed',
    problem: expect.stringContaining('to speak TLS'),
  });
});

test.each([
  ['http://upload.example.com/policy', 'failed'],
  ['http://192.168.1.7:3000/policy', 'skipped'],
  ['http://localhost:3000/policy', 'skipped'],
  ['http://[::1]:3000/policy', 'skipped'],
])('http at %s: %s', async (address, status) => {
  expect(await checkHttps(address, Date.now())).toMatchObject({ status });
});
