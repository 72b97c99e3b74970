import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { endCommands, startCommand } from './cli/command';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
});

afterEach(async () => {
  endCommands();
  await rm(dataDir, { recursive: true, force: true });
});

const anyPorts = () => ['--port', '0', '--backend-port', '0', '--oss-port', '0', '--data', dataDir];
const start = (args: string[]) => startCommand('dev/start.ts', args);

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
