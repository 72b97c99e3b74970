import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { endCommands, startCommand } from '../../dev/cli/command';
import { buildNpm, COMPILE_TIMEOUT, install, NAME, packPackage } from './install';

let scratch: string;
/** The package as npm packs it, unpacked. */
let unpacked: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'npm-package-'));
  unpacked = await packPackage(scratch);
}, COMPILE_TIMEOUT);
afterEach(endCommands);
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function distFiles(ending: string): Promise<string[]> {
  const entries = await readdir(path.join(unpacked, 'miniprogram_dist'), { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(unpacked, 'miniprogram_dist'), path.join(entry.parentPath, entry.name)));
  return names.filter((name) => name.endsWith(ending)).map((name) => name.split(path.sep).join('/'));
}

test('holds the service and the component, declarations, README and licence, and nothing else', async () => {
  expect((await readdir(unpacked)).sort()).toEqual(['LICENSE', 'README.md', 'miniprogram_dist', 'package.json']);
  const files = await distFiles('');
  const pieces = ['oss-uploader', 'head/head', 'tile/tile', 'banner/banner'];
  const component = pieces.flatMap((piece) =>
    ['js', 'json', 'wxml', 'wxss'].map((ending) => `oss-uploader/${piece}.${ending}`),
  );
  expect(files.filter((name) => !name.endsWith('.d.ts')).sort()).toEqual(['index.js', ...component].sort());
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

test('is ES2018, and only the component requires anything: the service, which is there once', async () => {
  const printed = async (code: string, target: string) => (await transform(code, { target })).code;
  for (const name of await distFiles('.js')) {
    const code = await readFile(path.join(unpacked, 'miniprogram_dist', name), 'utf8');
    expect(await printed(code, 'es2018')).toBe(await printed(code, 'esnext')); // nothing is left to lower
    const required = new Set([...code.matchAll(/\brequire\("(.*?)"\)/g)].map(([, path]) => path));
    expect([name, ...required]).toEqual(name === 'oss-uploader/oss-uploader.js' ? [name, '../index'] : [name]);
  }
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
  async (example) => {
    const project = path.join(scratch, example);
    await install(project, { example, unpacked });
    expect(await buildNpm(project)).toContain('warnings: []');
    const { exitCode, stdout, stderr } = await startCommand('release/check.ts', [project]).ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const size = Number(/^ *(\d+) {2}miniprogram_npm\/wechat-oss-upload$/m.exec(stdout)?.[1]);
    expect(size).toBeLessThan(MAX_SIZE);
  },
  COMPILE_TIMEOUT,
);

test.each([
  ['4.9', 'node'], // has no other that finds packages without an ending
  ['5', 'bundler'],
])('TypeScript %s checks a mini-program with it', async (version, moduleResolution) => {
  const project = path.join(scratch, `typescript-${version}`);
  await install(project, { example: 'typescript', unpacked });
  const config = path.join(project, 'tsconfig.json');
  await writeFile(config, (await readFile(config, 'utf8')).replace('bundler', moduleResolution));
  const tsc = path.join(__dirname, `typescript-${version}`, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

/** In bytes, of service and component as WeChat compiles them, to notice growth. */
const MAX_SIZE = 94 * 1024;
