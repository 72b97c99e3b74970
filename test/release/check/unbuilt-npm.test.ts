import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unbuiltNpmFaults } from '../../../release/check/unbuilt-npm';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'unbuilt-npm-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, object>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), JSON.stringify(content));
  }
}

const faults = (root = folder) => unbuiltNpmFaults({ root });

test('a package for mini-programs that was not built is named, with what to do', async () => {
  await write({
    'package.json': { dependencies: { 'wechat-oss-upload': '^0.1.0' } },
    'node_modules/wechat-oss-upload/package.json': { miniprogram: 'miniprogram_dist' },
  });
  expect(faults()).toEqual([
    `miniprogram_npm lacks wechat-oss-upload, a dependency of ${path.join(folder, 'package.json')}: choose 工具 → 构建 npm in DevTools.`,
  ]);
  await mkdir(path.join(folder, 'miniprogram_npm/wechat-oss-upload'), { recursive: true });
  expect(faults()).toEqual([]);
});

test('a package that is not installed is to be installed first', async () => {
  await write({ 'package.json': { dependencies: { 'wechat-oss-upload': '^0.1.0' } } });
  expect(faults()).toEqual([expect.stringContaining('run npm install, then choose')]);
});

test('what a framework has bundled into another folder needs no building', async () => {
  await write({ 'package.json': { dependencies: { 'wechat-oss-upload': '^0.1.0' } }, 'dist/app.json': {} });
  expect(faults(path.join(folder, 'dist'))).toEqual([]);
});

test('packages for Node, and projects without any, are none of its business', async () => {
  expect(faults()).toEqual([]);
  await write({
    'package.json': { dependencies: { fastify: '^5.0.0' }, devDependencies: { typescript: '^5.0.0' } },
    'node_modules/fastify/package.json': { main: 'fastify.js' },
  });
  expect(faults()).toEqual([]);
});
