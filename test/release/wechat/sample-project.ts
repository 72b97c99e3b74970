import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FILES = {
  'project.config.json': JSON.stringify({
    appid: 'touristappid',
    miniprogramRoot: 'app/',
    libVersion: '3.8.0',
    setting: {},
  }),
  'package.json': JSON.stringify({ name: 'sample', version: '1.2.3' }),
  'app/app.json': JSON.stringify({ pages: ['pages/p/p'] }),
  'app/app.js': 'App({});',
  'app/pages/p/p.js': "Page({ data: { text: 'a' } });",
  'app/pages/p/p.json': '{}',
  'app/pages/p/p.wxml': '<view>{{ text }}</view>',
  'app/pages/p/p.wxss': 'view { color: red; }',
};

/** Creates a small JavaScript mini-program in a temporary folder, committed to a repository of its own. */
export async function makeSampleProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sample-project-'));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  git(folder, 'init', '--quiet');
  commit(folder, 'Show a text');
  return folder;
}

export function commit(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(
    folder,
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--quiet',
    '--allow-empty',
    '--message',
    message,
  );
}

export function git(folder: string, ...args: string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
}
