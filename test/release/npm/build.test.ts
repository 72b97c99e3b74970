import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { buildNpmPackage } from '../../../release/npm/build';
import { endCommands, startCommand } from '../../dev/cli/command';

const ROOT = path.join(__dirname, '../../..');
const NAME = 'wechat-oss-upload';
/** In milliseconds, for WeChat's compiler on a busy machine. */
const TIMEOUT = 240_000;

let scratch: string;
let built: string;
/** The package as npm packs it, unpacked. */
let unpacked: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'npm-package-'));
  built = path.join(scratch, 'built');
  await buildNpmPackage(built);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', built, '--silent', '--offline', '--pack-destination', scratch], {
    shell: process.platform === 'win32',
  });
  const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', tarball], { cwd: scratch });
  unpacked = path.join(scratch, 'package');
}, TIMEOUT);
afterEach(endCommands);
afterAll(() => rm(scratch, { recursive: true, force: true }));

test('holds the bundle, declarations, README and licence, and nothing else', async () => {
  expect((await readdir(unpacked)).sort()).toEqual(['LICENSE', 'README.md', 'miniprogram_dist', 'package.json']);
  const names = await readdir(path.join(unpacked, 'miniprogram_dist'), { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ name }) => name);
  const own = files.filter((name) => !name.endsWith('.d.ts'));
  expect(own).toContain('index.js');
  expect(files).toContain('index.d.ts');
  const manifest = JSON.parse(await readFile(path.join(unpacked, 'package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({
    name: NAME,
    main: 'miniprogram_dist/index.js',
    types: 'miniprogram_dist/index.d.ts',
    miniprogram: 'miniprogram_dist',
  });
  expect(manifest).not.toHaveProperty('dependencies');
});

test('is ES2018 and requires nothing', async () => {
  const code = await readFile(path.join(unpacked, 'miniprogram_dist/index.js'), 'utf8');
  expect(code).not.toMatch(/\brequire\(/);
  const printed = async (target: string) => (await transform(code, { target })).code;
  expect(await printed('es2018')).toBe(await printed('esnext')); // nothing is left to lower
});

test('its declarations need no other package', async () => {
  const folder = path.join(unpacked, 'miniprogram_dist');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8');
    expect(text).not.toMatch(/WechatMiniprogram|<reference|from '[^.]/);
  }
});

test.each(['javascript', 'typescript'])(
  'installed into examples/%s: built by "Build npm", compiled by WeChat\'s compiler, its types checked',
  async (language) => {
    const project = path.join(scratch, language);
    await cp(path.join(ROOT, 'examples', language), project, { recursive: true });
    await mkdir(path.join(project, 'node_modules'));
    await cp(unpacked, path.join(project, 'node_modules', NAME), { recursive: true });
    for (const name of ['miniprogram-api-typings', 'typescript']) {
      await symlink(path.join(ROOT, 'node_modules', name), path.join(project, 'node_modules', name), 'junction');
    }
    const packed = await startCommand('test/release/npm/pack-npm.ts', [project]).ended;
    expect(packed.stdout).toContain('warnings: []');
    const { exitCode, stdout, stderr } = await startCommand('release/check.ts', [project]).ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const size = Number(/(\d+) {2}miniprogram_npm\/wechat-oss-upload$/m.exec(stdout)?.[1]);
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThan(MAX_SERVICE_SIZE);
  },
  TIMEOUT,
);

/** In bytes, of the service alone, to notice growth. */
const MAX_SERVICE_SIZE = 52 * 1024;
