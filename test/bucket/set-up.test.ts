import { readArguments } from '../../bucket/arguments';
import { createBucketApi } from '../../bucket/bucket-api';
import type { Wishes } from '../../bucket/plan';
import { setUp } from '../../bucket/set-up';
import { readAdministrator } from '../../bucket/settings';
import { endCommands, startCommand } from '../dev/cli/command';
import { endServers } from '../server/loopback';
import { ADMINISTRATOR, type BucketServer, startBucketServer } from './bucket-server';

afterEach(async () => {
  endCommands();
  await endServers();
});

const DEFAULTS: Wishes = { origins: [], blockPublicAccess: true, unfinishedDays: 7, unclaimed: undefined };

/** Sets a bucket up. @returns what was printed, and whether the bucket is as wished */
async function run(server: BucketServer, wishes: Partial<Wishes> = {}, { environment = {}, confirmed = true } = {}) {
  const printed: string[] = [];
  const done = await setUp({
    wishes: { ...DEFAULTS, ...wishes },
    api: createBucketApi(readAdministrator({ ...ADMINISTRATOR, OSS_ENDPOINT: server.endpoint, ...environment })),
    print: (line) => printed.push(line),
    confirm: async () => confirmed,
  });
  return { done, printed: printed.join('\n') };
}

const ALL: Partial<Wishes> = {
  origins: ['https://admin.example.com', 'http://127.0.0.1:8080'],
  unclaimed: { prefix: 'uploads/&/', days: 2 },
};

test('sets up a new bucket: blocks public access, CORS, lifecycle', async () => {
  const server = await startBucketServer();
  const { done, printed } = await run(server, ALL);
  expect(done).toBe(true);
  expect(Object.fromEntries(server.stored)).toEqual({
    publicAccessBlock:
      '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>',
    cors:
      '<CORSConfiguration><CORSRule><AllowedOrigin>https://admin.example.com</AllowedOrigin>' +
      '<AllowedOrigin>http://127.0.0.1:8080</AllowedOrigin><AllowedMethod>POST</AllowedMethod>' +
      '<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-oss-request-id</ExposeHeader>' +
      '<ExposeHeader>x-oss-hash-crc64ecma</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds></CORSRule></CORSConfiguration>',
    lifecycle:
      '<LifecycleConfiguration><Rule><ID>wechat-oss-upload-unfinished</ID><Prefix></Prefix><Status>Enabled</Status>' +
      '<AbortMultipartUpload><Days>7</Days></AbortMultipartUpload></Rule>' +
      '<Rule><ID>wechat-oss-upload-unclaimed</ID><Prefix>uploads/&amp;/</Prefix><Status>Enabled</Status>' +
      '<Expiration><Days>2</Days></Expiration></Rule></LifecycleConfiguration>',
  });
  expect(printed).toContain('PICTURES INCLUDED');
});

test('changes nothing the second time', async () => {
  const server = await startBucketServer();
  await run(server, ALL);
  server.requests.length = 0;
  const { done, printed } = await run(server, ALL, { confirmed: false });
  expect([done, server.requests.filter((request) => request.startsWith('PUT'))]).toEqual([true, []]);
  expect(printed).toContain('Nothing to change.');
});

test('shows what it would change, and changes nothing without a yes', async () => {
  const server = await startBucketServer();
  const { done, printed } = await run(server, ALL, { confirmed: false });
  expect(done).toBe(false);
  expect(printed).toMatch(
    /\* Block public access[\s\S]*\* Let pages of https:\/\/admin[\s\S]*\* Remove unfinished[\s\S]*Nothing was changed/,
  );
  expect(server.requests.sort()).toEqual(['GET cors', 'GET lifecycle', 'GET publicAccessBlock']);
});

describe('the rules of others', () => {
  const lifecycle = `<?xml version="1.0" encoding="UTF-8"?>
<LifecycleConfiguration>
  <Rule><ID>logs</ID><Prefix>logs/</Prefix><Status>Enabled</Status>
    <Filter><ObjectSizeGreaterThan>500</ObjectSizeGreaterThan></Filter>
    <Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition></Rule>
  <Rule><ID>wechat-oss-upload-unfinished</ID><Prefix/><Status>Enabled</Status><AbortMultipartUpload><Days>1</Days></AbortMultipartUpload></Rule>
  <Rule><ID>tmp</ID><Prefix>tmp/</Prefix><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>
</LifecycleConfiguration>
`;
  const cors =
    '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule><ResponseVary>true</ResponseVary></CORSConfiguration>';

  test('stay as they are, to the byte, whatever is in them', async () => {
    const server = await startBucketServer(new Map(Object.entries({ lifecycle, cors })));
    await run(server, ALL);
    const stored = server.stored.get('lifecycle') ?? '';
    for (const id of ['logs', 'tmp']) {
      const [rule = ''] = new RegExp(`<Rule><ID>${id}[\\s\\S]*?</Rule>`).exec(lifecycle) ?? [];
      expect(stored).toContain(rule);
    }
    expect(stored.match(/<ID>[^<]*/g)).toEqual([
      '<ID>logs',
      '<ID>tmp',
      '<ID>wechat-oss-upload-unfinished',
      '<ID>wechat-oss-upload-unclaimed',
    ]);
    expect(server.stored.get('cors')).toMatch(
      /^<CORSConfiguration><CORSRule><AllowedOrigin>\*<.*<\/CORSRule><CORSRule>.*<\/CORSRule><ResponseVary>true<\/ResponseVary><\/CORSConfiguration>$/,
    );
  });

  test('are all that is left where ours are replaced by others', async () => {
    const server = await startBucketServer(new Map([['cors', cors]]));
    await run(server, ALL);
    const { printed } = await run(server, { origins: ['https://new.example.com'] });
    expect(printed).toContain('what is unclaimed stays from now on');
    const stored = server.stored.get('cors') ?? '';
    expect(stored.match(/<AllowedOrigin>[^<]*/g)).toEqual([
      '<AllowedOrigin>*',
      '<AllowedOrigin>https://new.example.com',
    ]);
    expect(server.stored.get('lifecycle')).not.toContain('unclaimed');
  });

  test.each(['<CORSConfiguration/>', '<CORSConfiguration></CORSConfiguration>'])('may be none: %s', async (xml) => {
    const server = await startBucketServer(new Map([['cors', xml]]));
    await run(server, { origins: ['https://new.example.com'] });
    expect(server.stored.get('cors')).toMatch(/^<CORSConfiguration><CORSRule>.*<\/CORSRule><\/CORSConfiguration>$/);
  });
});

test('says why public access stays open, and leaves a block that is there', async () => {
  const server = await startBucketServer();
  expect((await run(server, { blockPublicAccess: false })).printed).toContain('not blocked, because --public says so');
  expect(server.stored.has('publicAccessBlock')).toBe(false);
  await run(server);
  expect((await run(server, { blockPublicAccess: false })).printed).toContain('blocked already');
});

test.each([
  ['another secret', { ADMIN_ACCESS_KEY_SECRET: 'some-other-secret' }],
  ['another id', { ADMIN_ACCESS_KEY_ID: 'some-other-id' }],
  ['another region', { OSS_REGION: 'cn-beijing' }],
])('fails where OSS refuses the signature: %s', async (_, environment) => {
  const server = await startBucketServer();
  const failed = run(server, {}, { environment });
  await expect(failed).rejects.toThrow(
    /Expected OSS to let this key read the bucket's \w+, got: .*SignatureDoesNotMatch/,
  );
  await expect(failed).rejects.not.toThrow(/secret/);
  expect(server.stored.size).toBe(0);
});

describe('the command', () => {
  const start = (args: string[], environment: object) =>
    startCommand('bucket/main.ts', args, { PATH: process.env['PATH'], ...ADMINISTRATOR, ...environment });

  test('sets the bucket up with --yes', async () => {
    const { endpoint, stored } = await startBucketServer();
    const { exitCode, stdout, stderr } = await start(['--yes'], { OSS_ENDPOINT: endpoint }).ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Done: Block public access');
    expect([...stored.keys()].sort()).toEqual(['lifecycle', 'publicAccessBlock']);
  });

  test('changes nothing where there is no terminal to ask at', async () => {
    const { endpoint, stored } = await startBucketServer();
    const { exitCode, stderr } = await start([], { OSS_ENDPOINT: endpoint }).ended;
    expect([exitCode, stored.size]).toEqual([1, 0]);
    expect(stderr).toContain('Expected --yes');
  });

  test('asks for an administrator’s key, whatever the backend’s is', async () => {
    const environment = {
      ADMIN_ACCESS_KEY_ID: undefined,
      OSS_ACCESS_KEY_ID: 'the-backend',
      OSS_ACCESS_KEY_SECRET: 'its',
    };
    const { exitCode, stderr } = await start([], environment).ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ADMIN_ACCESS_KEY_ID is missing');
  });
});

describe('arguments', () => {
  test('have defaults that take nothing away', () => {
    expect(readArguments([])).toEqual({ ...DEFAULTS, yes: false });
  });

  test('are read', () => {
    const args =
      '--origin https://a.example.com --origin http://127.0.0.1:8080 --public --unfinished 3 --unclaimed tmp/:1 --yes';
    expect(readArguments(args.split(' '))).toEqual({
      origins: ['https://a.example.com', 'http://127.0.0.1:8080'],
      blockPublicAccess: false,
      unfinishedDays: 3,
      unclaimed: { prefix: 'tmp/', days: 1 },
      yes: true,
    });
  });

  test.each([
    ['--origin', '*'],
    ['--origin', 'https://a.example.com/path'],
    ['--origin', 'a.example.com'],
    ['--unfinished', '0'],
    ['--unclaimed', ':1'],
    ['--unclaimed', '/:1'],
    ['--unclaimed', 'uploads:1'],
    ['--unclaimed', 'uploads/'],
    ['--unclaimed', 'uploads/:0'],
  ])('refuse %s %s', (name, value) => {
    expect(() => readArguments([`${name}=${value}`])).toThrow(`Expected ${name} to be`);
  });
});
