import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { developmentSettings } from '../../dev/oss/development-settings';
import { readOssSettings } from '../../server/settings';
import { endCommands, startCommand } from './cli/command';
import { postParts, signedForm, toParts } from './oss/post-form';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
});

afterEach(async () => {
  endCommands();
  await rm(dataDir, { recursive: true, force: true });
});

const anyPorts = () => ['--port', '0', '--backend-port', '0', '--oss-port', '0', '--data', dataDir];
const start = (args: string[], environment?: NodeJS.ProcessEnv) => startCommand('dev/start.ts', args, environment);

function addressAfter(printed: string, label: string): string {
  const address = new RegExp(`${label}\\s+(http\\S+)`).exec(printed)?.[1];
  if (address === undefined) throw new Error(`Expected an address after "${label}" in: ${printed}`);
  return address;
}

/** Listens on the port of an address; fails if it is still in use. */
async function takePort(address: string): Promise<void> {
  const server = createServer().listen(Number(new URL(address).port), '127.0.0.1');
  await once(server, 'listening');
  server.close();
}

test('npm start prints all addresses; Ctrl-C stops it and frees the ports', async () => {
  const command = start(anyPorts());
  const printed = await command.printed('Ctrl-C ends all of it');
  const addresses = ['The mini-program:', 'policies from', 'local OSS'].map((label) => addressAfter(printed, label));

  const answers = await Promise.all(addresses.map((address) => fetch(address)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));

  command.signal('SIGINT');
  expect((await command.ended).exitCode).toBe(0);
  for (const address of addresses) await takePort(address);
});

test('policies point to the local OSS even if OSS_HOST is set', async () => {
  const command = startCommand('dev/start.ts', anyPorts(), { ...process.env, OSS_HOST: 'https://real.example.com' });
  const printed = await command.printed('Ctrl-C ends all of it');
  const answer = await fetch(addressAfter(printed, 'policies from'));
  expect(await answer.json()).toMatchObject({ host: new URL(addressAfter(printed, 'local OSS')).origin });
});

describe('websites and neighbours cannot use what npm start runs', () => {
  const asks = (address: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; allowed: string | undefined }>((resolve, reject) => {
      get(address, { headers, agent: false }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, allowed: response.headers['access-control-allow-origin'] });
      }).on('error', reject);
    });

  test('the documented credentials open nothing, unless someone sets them', async () => {
    const { OSS_ACCESS_KEY_SECRET: documented = '' } = developmentSettings;
    const form = signedForm({ settings: readOssSettings(developmentSettings) });
    const command = start(anyPorts());
    const url = new URL(addressAfter(await command.printed('Ctrl-C ends all of it'), 'local OSS')).origin;
    expect(await postParts(url, toParts(form))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    command.signal('SIGINT');
    await command.ended;

    const byHand = startCommand('dev/start.ts', anyPorts(), { ...process.env, OSS_ACCESS_KEY_SECRET: documented });
    const other = new URL(addressAfter(await byHand.printed('Ctrl-C ends all of it'), 'local OSS')).origin;
    expect(await postParts(other, toParts(form))).toMatchObject({ status: 204 });
  });

  test("the pages of the preview and of --cors may list what is stored, another site's may not", async () => {
    const command = start([...anyPorts(), '--cors', 'http://192.168.1.20:5173']);
    const printed = await command.printed('Ctrl-C ends all of it');
    const list = addressAfter(printed, 'local OSS');
    const preview = new URL(addressAfter(printed, 'The mini-program:'));
    const local = `http://localhost:${preview.port}`;
    for (const origin of [preview.origin, local, 'http://192.168.1.20:5173']) {
      expect(await asks(list, { origin })).toEqual({ status: 200, allowed: origin });
    }
    for (const origin of ['https://evil.example.com', 'http://127.0.0.1:8080']) {
      expect(await asks(list, { origin })).toEqual({ status: 403, allowed: undefined });
    }
  });

  test('none of its servers answers to the name of another site', async () => {
    const printed = await start(anyPorts()).printed('Ctrl-C ends all of it');
    for (const label of ['The mini-program:', 'policies from', 'local OSS']) {
      expect((await asks(addressAfter(printed, label), { host: 'evil.example.com' })).status).toBe(403);
    }
  });

  test('on every address, it serves pages that a phone opens by an address of this computer', async () => {
    const printed = await start([...anyPorts(), '--host', '0.0.0.0']).printed('Ctrl-C ends all of it');
    const { origin } = new URL(addressAfter(printed, 'The mini-program:'));
    const list = new URL(addressAfter(printed, 'local OSS'));
    const { host } = list;
    list.hostname = '127.0.0.1'; // the same server on any network
    expect(await asks(list.href, { origin, host })).toEqual({ status: 200, allowed: origin });
  });
});

test('--backend fetches the policies from that URL', async () => {
  const url = 'http://127.0.0.1:9/policy';
  const command = start(['--port', '0', '--oss-port', '0', '--data', dataDir, '--backend', url]);
  expect(await command.printed('Ctrl-C ends all of it')).toContain(`policies from      ${url}`);
});

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

(hasIpv6 ? test : test.skip)('listens on an IPv6 address', async () => {
  const printed = await start([...anyPorts(), '--host', '::1']).printed('Ctrl-C ends all of it');
  const addresses = ['The mini-program:', 'policies from', 'local OSS'].map((label) => addressAfter(printed, label));
  expect(addresses.map((address) => new URL(address).hostname)).toEqual(['[::1]', '[::1]', '[::1]']);
  const answers = await Promise.all(addresses.map((address) => fetch(address)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
});

test("with a backend of one's own it says what the local OSS and that backend have to share, unless they do", async () => {
  const args = ['--port', '0', '--oss-port', '0', '--data', dataDir, '--backend', 'http://127.0.0.1:9/policy'];
  const hint = 'set OSS_ACCESS_KEY_SECRET for both';
  const { OSS_ACCESS_KEY_SECRET: _, ...environment } = process.env;
  const alone = start(args, environment);
  expect(await alone.printed('Ctrl-C ends')).toContain(hint);
  alone.signal('SIGINT');
  await alone.ended;
  const shared = start(args, { ...environment, OSS_ACCESS_KEY_SECRET: 'local-development-secret' });
  expect(await shared.printed('Ctrl-C ends')).not.toContain(hint);
});

test.each(['--port', '--backend-port', '--oss-port'])('names a port in use and its option: %s', async (flag) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // it listens on TCP
  const { exitCode, stderr } = await start([...anyPorts(), flag, String(port)]).ended;
  other.close();
  expect(exitCode).toBe(1);
  expect(stderr).toContain(String(port));
  expect(stderr).toContain(flag);
  expect(stderr).not.toContain('    at ');
});

test("names an address that is not one of this computer's, and its option", async () => {
  const { exitCode, stderr } = await start([...anyPorts(), '--host', '203.0.113.7']).ended;
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Expected --host .*"203\.0\.113\.7".*\n$/);
});

test('fails with one line if the data folder is not writable', async () => {
  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  const { exitCode, stdout, stderr } = await start([...anyPorts(), '--data', file]).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^Cannot keep objects in .*--data.*\n$/);
  expect(stderr).toContain(file);
});

test('names all invalid settings', async () => {
  const env = { ...process.env, OSS_REGION: 'oss-cn-hangzhou', OSS_MAX_SIZE: 'huge' };
  const { exitCode, stderr } = await startCommand('dev/start.ts', anyPorts(), env).ended;
  expect(exitCode).toBe(1);
  expect(stderr).toContain('OSS_REGION');
  expect(stderr).toContain('OSS_MAX_SIZE');
});
