import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../dev/cloud/local-cloud';
import { endRunningOss, runOss } from '../oss/running-oss';
import { ALL_WELL, examine, examinePolicy, FORM, findings, policyAnswer, statuses } from './examined';
import { endServers, serve } from './running-server';

let folder: string;
let cloud: LocalCloud | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});

afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
  await endServers();
  await endRunningOss();
  await rm(folder, { recursive: true, force: true });
});

test('the reference backend: all is well, and the one object that is left is named', async () => {
  cloud = await startLocalCloud({
    dataDir: folder,
    environment: { OSS_MAX_SIZE: '5000', OSS_CONTENT_TYPES: 'image/png,image/jpeg', OSS_SECURITY_TOKEN: 'a-token' },
  });
  const report = await examine(cloud.policyUrl);

  expect(statuses(report)).toEqual(ALL_WELL);
  expect(report.uploadWorks).toBe(true);
  expect(report.steps[0]?.understood).toMatchObject({
    signatureVersion: 'v4',
    region: 'cn-hangzhou',
    securityToken: true,
    host: cloud.ossUrl,
    key: { mode: 'prefix', prefix: 'uploads/' },
    size: { min: 1, max: 5000 },
    contentTypes: [{ mode: 'in', values: ['image/png', 'image/jpeg'] }],
    expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    callback: false,
    settings: [],
  });
  expect(report.domains).toMatchObject([
    { call: 'request', origin: new URL(cloud.policyUrl).origin, obstacle: expect.stringContaining('IP address') },
    { call: 'uploadFile', origin: cloud.ossUrl },
    { call: 'downloadFile', origin: cloud.ossUrl },
  ]);
  const listed: unknown = await (await fetch(`${cloud.ossUrl}/?list-type=json`)).json();
  expect(listed).toMatchObject([{ key: report.leftBehind[0], contentType: 'image/png' }]);
  expect(report.leftBehind).toHaveLength(1);
});

test('a V1 signature works, with a warning', async () => {
  const { report } = await examinePolicy({ version: 'v1' });
  expect(statuses(report)).toEqual({ ...ALL_WELL, policy: 'warning' });
  expect(findings(report, 'policy')[1]).toMatchObject({ problem: expect.stringContaining('Expected a V4 signature') });
});

test('a backend that signs one key for each request works', async () => {
  let count = 0;
  const oss = await runOss();
  const url = await serve(() => {
    const conditions = [
      ...FORM,
      ['eq', '$key', `uploads/${++count}.png`],
      ['content-length-range', 1, 10_000],
      ['in', '$content-type', ['image/png']],
    ];
    return { body: policyAnswer(oss, { conditions }) };
  });
  const report = await examine(url);
  expect(statuses(report)).toEqual(ALL_WELL);
  expect(report.steps[0]?.understood?.key).toEqual({ mode: 'exact', key: 'uploads/1.png' });
  expect(report.leftBehind).toEqual(['uploads/2.png']);
});

test('a policy that asks for large files gets one', async () => {
  const { report } = await examinePolicy({
    conditions: [
      ...FORM,
      ['starts-with', '$key', 'uploads/'],
      ['content-length-range', 5000, 10_000],
      ['in', '$content-type', ['image/png']],
    ],
  });
  expect(statuses(report)).toEqual(ALL_WELL);
});

test('method, header and body go to the backend, and are named as settings without their values', async () => {
  const oss = await runOss();
  const url = await serve(({ method, headers, body }) => {
    const known = method === 'POST' && headers.authorization === 'Bearer sesame-open' && body.toString() === 'album=7';
    return known ? { body: policyAnswer(oss) } : { status: 401 };
  });
  const parts = { method: 'POST', header: { Authorization: 'Bearer sesame-open' }, data: 'album=7' } as const;
  const report = await examine(url, { parts });
  expect(report.uploadWorks).toBe(true);
  expect(report.steps[0]?.understood?.settings).toEqual([
    'policyRequest.method',
    'policyRequest.header',
    'policyRequest.data',
  ]);
  expect(JSON.stringify(report)).not.toContain('sesame');
});
