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

const anyPorts = () => ['--port', '0', '--backend-port', '0', '--oss-port', '0', '--data', dataDir];
const start = (args: string[], environment?: NodeJS.ProcessEnv) => startCommand('dev/start.ts', args, environment);

const makeDataDir = async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
};
const clearAway = async () => {
  endCommands();
  await rm(dataDir, { recursive: true, force: true });
};

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

const READY = 'Ctrl-C ends all of it';

interface Addresses {
  preview: string;
  policies: string;
  /** Where it lists what is stored. */
  oss: string;
}

function addressesIn(printed: string): Addresses {
  const after = (label: string) => {
    const address = new RegExp(`${label}\\s+(http\\S+)`).exec(printed)?.[1];
    if (address === undefined) throw new Error(`Expected an address after "${label}" in: ${printed}`);
    return address;
  };
  return { preview: after('The mini-program:'), policies: after('policies from'), oss: after('local OSS') };
}

/** @returns the statuses of all addresses */
async function statusesOf({ preview, policies, oss }: Addresses): Promise<number[]> {
  const answers = await Promise.all([preview, policies, oss].map((address) => fetch(address)));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return answers.map(({ status }) => status);
}

/** Listens on the port of an address; fails if it is still in use. */
async function takePort(address: string): Promise<void> {
  const server = createServer().listen(Number(new URL(address).port), '127.0.0.1');
  await once(server, 'listening');
  server.close();
}

/** Asks like a browser that has an address by another name, or a page of another site. */
const ask = (address: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; allowed: string | undefined }>((resolve, reject) => {
    get(address, { headers, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, allowed: response.headers['access-control-allow-origin'] });
    }).on('error', reject);
  });

const { OSS_ACCESS_KEY_SECRET: documented = '' } = developmentSettings;
const documentedForm = () => toParts(signedForm({ settings: readOssSettings(developmentSettings) }));

describe('what npm start runs', () => {
  let addresses: Addresses;

  // Once for these tests, none of which changes it.
  beforeAll(async () => {
    await makeDataDir();
    const args = [...anyPorts(), '--cors', 'http://192.168.1.20:5173'];
    const environment = { ...process.env, OSS_HOST: 'https://real.example.com' };
    addresses = addressesIn(await start(args, environment).printed(READY));
  });
  afterAll(clearAway);

  test('is at the addresses that it prints', async () => {
    expect(await statusesOf(addresses)).toEqual([200, 200, 200]);
  });

  test('has policies that point to the local OSS even if OSS_HOST is set', async () => {
    const answer = await fetch(addresses.policies);
    expect(await answer.json()).toMatchObject({ host: new URL(addresses.oss).origin });
  });

  test('is not opened by the documented credentials', async () => {
    const refused = await postParts(new URL(addresses.oss).origin, documentedForm());
    expect(refused).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });

  test("lets the pages of the preview and of --cors list what is stored, and no other site's", async () => {
    const { origin, port } = new URL(addresses.preview);
    for (const own of [origin, `http://localhost:${port}`, 'http://192.168.1.20:5173']) {
      expect(await ask(addresses.oss, { origin: own })).toEqual({ status: 200, allowed: own });
    }
    for (const other of ['https://evil.example.com', 'http://127.0.0.1:8080']) {
      expect(await ask(addresses.oss, { origin: other })).toEqual({ status: 403, allowed: undefined });
    }
  });

  test('answers to the name of no other site', async () => {
    const { preview, policies, oss } = addresses;
    for (const address of [preview, policies, oss]) {
      expect((await ask(address, { host: 'evil.example.com' })).status).toBe(403);
    }
  });
});

describe('npm start', () => {
  beforeEach(makeDataDir);
  afterEach(clearAway);

  test('stops at Ctrl-C and frees its ports', async () => {
    const command = start(anyPorts());
    const { preview, policies, oss } = addressesIn(await command.printed(READY));
    command.signal('SIGINT');
    expect((await command.ended).exitCode).toBe(0);
    for (const address of [preview, policies, oss]) await takePort(address);
  });

  test('takes the documented credentials if someone sets them, and the faults of --faults', async () => {
    const environment = { ...process.env, OSS_ACCESS_KEY_SECRET: documented };
    const printed = await start([...anyPorts(), '--faults', '503=1'], environment).printed(READY);
    // Not refused: the signature is checked before a form meets its fault.
    expect(await postParts(new URL(addressesIn(printed).oss).origin, documentedForm())).toMatchObject({ status: 503 });
  });

  test('serves pages on every address that a phone may open', async () => {
    const printed = await start([...anyPorts(), '--host', '0.0.0.0']).printed(READY);
    const { origin } = new URL(addressesIn(printed).preview);
    const list = new URL(addressesIn(printed).oss);
    const { host } = list;
    list.hostname = '127.0.0.1'; // the same server on any network
    expect(await ask(list.href, { origin, host })).toEqual({ status: 200, allowed: origin });
  });

  test('--backend fetches the policies from that URL', async () => {
    const url = 'http://127.0.0.1:9/policy';
    const command = start(['--port', '0', '--oss-port', '0', '--data', dataDir, '--backend', url]);
    expect(await command.printed(READY)).toContain(`policies from      ${url}`);
  });

  (hasIpv6 ? test : test.skip)('listens on an IPv6 address', async () => {
    const printed = await start([...anyPorts(), '--host', '::1']).printed(READY);
    const { preview, policies, oss } = addressesIn(printed);
    expect([preview, policies, oss].map((address) => new URL(address).hostname)).toEqual(['[::1]', '[::1]', '[::1]']);
    expect(await statusesOf({ preview, policies, oss })).toEqual([200, 200, 200]);
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
});
