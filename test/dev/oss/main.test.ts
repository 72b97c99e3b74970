import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSettings } from '../../../dev/oss/development-settings';
import { readOssSettings } from '../../../server/settings';
import { endCommands, startCommand } from '../cli/command';
import { endCallbackServers, runCallbackServer } from './callback/callback-server';
import { encodeCallback } from './callback/post-with-callback';
import { postParts, signedForm, toAnswer, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-oss-'));
});
afterEach(async () => {
  endCommands();
  await endCallbackServers();
  await rm(dataDir, { recursive: true });
  await endRunningOss();
});

const start = (args: string[], env: NodeJS.ProcessEnv = {}) => startCommand('dev/oss/main.ts', args, env);

test('runs with the development settings, says where, and stores in its folder; Ctrl-C ends it and frees the port', async () => {
  const command = start(['--port', '0', '--data', dataDir]);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await command.printed('Ctrl-C')) ?? [];
  const form = signedForm({ settings: readOssSettings(developmentSettings) });
  expect((await postParts(url, toParts(form))).status).toBe(204);
  expect(await readdir(join(dataDir, 'objects'))).toHaveLength(1);
  expect(await command.printed('POST')).toMatch(/^POST \/ 204 "uploads\//m);

  command.signal('SIGINT');
  expect((await command.ended).exitCode).toBe(0);
  const oss = await runOss({ port: Number(new URL(url).port) });
  expect(oss.url).toBe(url);
});

test('--faults makes uploads go wrong', async () => {
  const command = start(['--port', '0', '--data', dataDir, '--faults', '503=1']);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await command.printed('Ctrl-C')) ?? [];
  const form = signedForm({ settings: readOssSettings(developmentSettings) });
  expect(await postParts(url, toParts(form))).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
});

test('--public-endpoint forbidden refuses uploads and reads as the default domain does for newer accounts', async () => {
  const command = start(['--port', '0', '--data', dataDir, '--public-endpoint', 'forbidden']);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await command.printed('Ctrl-C')) ?? [];
  const form = signedForm({ settings: readOssSettings(developmentSettings) });
  const refusal = { status: 400, code: 'PublicEndpointForbidden', ec: '0048-00000401' };
  expect(await postParts(url, toParts(form))).toMatchObject(refusal);
  expect(await toAnswer(await fetch(`${url}/uploads/1.png`))).toMatchObject(refusal);
  expect(await readdir(join(dataDir, 'contents'))).toEqual([]);
});

test('--cors and --callback-to name what it trusts', async () => {
  const server = await runCallbackServer();
  const origin = 'http://192.168.1.20:5173';
  const trust = ['--cors', origin, '--cors', 'https://a.example.com', '--callback-to', server.url];
  const command = start(['--port', '0', '--data', dataDir, ...trust]);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await command.printed('Ctrl-C')) ?? [];
  expect((await fetch(`${url}/?list-type=json`, { headers: { origin } })).status).toBe(200);
  expect((await fetch(`${url}/?list-type=json`, { headers: { origin: 'https://b.example.com' } })).status).toBe(403);

  const callback = encodeCallback({ callbackUrl: server.url, callbackBody: 'stored' });
  const form = signedForm({ settings: readOssSettings(developmentSettings), fields: { callback } });
  expect((await postParts(url, toParts(form))).status).toBe(200);
  expect(server.received).toHaveLength(1);
});

test('--help lists all options', async () => {
  const { exitCode, stdout } = await start(['--help']).ended;
  expect(exitCode).toBe(0);
  for (const flag of [
    '--port',
    '--host',
    '--data',
    '--cors',
    '--callback-to',
    '--refuse-v1',
    '--public-endpoint',
    '--faults',
    'cut-after',
    '--help',
  ])
    expect(stdout).toContain(flag);
});

test.each([
  ['an unknown flag', ['--prot', '9000'], /--prot/],
  ['an empty host', ['--host', ''], /--host .*""/],
  ['an empty folder', ['--data', ''], /--data .*""/],
  ['a port that is no number', ['--port', 'abc'], /--port .*0 to 65535.*"abc"/],
  ['a port that is too large', ['--port', '65536'], /--port .*0 to 65535.*"65536"/],
  ['a word too many', ['9000'], /9000/],
  ['a page in place of an origin', ['--cors', 'http://127.0.0.1/page'], /--cors .*"http:\/\/127.0.0.1\/page"/],
  ['an origin that is none', ['--cors', 'null'], /--cors .*"null"/],
  ['a callback to no address', ['--callback-to', '127.0.0.1:3000'], /--callback-to .*"127.0.0.1:3000"/],
  ['a public endpoint that is neither', ['--public-endpoint', 'maybe'], /--public-endpoint .*forbidden, got "maybe"/],
  ['a fault that there is not', ['--faults', 'flood=0.1'], /--faults .*cut-before.*"flood=0.1"/],
])('%s is one clear sentence, and exit code 2', async (_case, args, sentence) => {
  const { exitCode, stderr, stdout } = await start(args).ended;
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
});

test('a port that is taken is one clear sentence, and exit code 1', async () => {
  const { port } = new URL((await runOss()).url);
  const { exitCode, stderr } = await start(['--port', port, '--data', dataDir]).ended;
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Port ${port} .*taken.*--port`));
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a folder that objects cannot be written to ends the start, with one clear line', async () => {
  const file = join(dataDir, 'file');
  await writeFile(file, '');
  const { exitCode, stdout, stderr } = await start(['--port', '0', '--data', join(file, 'below')]).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^Cannot keep objects in .*--data.*\n$/);
});

test('a wrong setting is named', async () => {
  const { exitCode, stderr } = await start(['--port', '0', '--data', dataDir], { OSS_REGION: 'oss-cn-hangzhou' }).ended;
  expect(exitCode).toBe(1);
  expect(stderr).toContain('OSS_REGION');
});
