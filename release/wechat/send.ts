import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { CompilableProject } from '../compile-package';
import type { Project } from '../project';
import { quietly } from '../quietly';
import { inScratchFolder } from '../scratch-folder';
import { type Credentials, readCredentials } from './credentials';
import { ExplainedError, explain } from './explain';

export interface SendOptions {
  readonly project: Project;
  /** Whether it is to become a trial or a release, and is checked for that. */
  readonly release: boolean;
  readonly print: (line: string) => void;
}

/**
 * Checks the project and sends it: first the credentials, then whether WeChat takes them, then the package, each before what
 * takes longer. `send` runs miniprogram-ci.
 * @throws Error that says what to do
 */
export async function checkAndSend<Result>(
  { project, release, print }: SendOptions,
  send: (opened: CompilableProject) => Promise<Result>,
): Promise<Result> {
  const credentials = readCredentials(process.env, project);
  print('Asking WeChat whether it takes this key from here …');
  const attributes = await explained(credentials, async () => (await import('./ask-wechat')).askWechat(credentials));
  print('Checking the package …');
  await check(project, release);
  print('Compiling and sending …');
  return explained(credentials, () =>
    inScratchFolder(async () => {
      const { openProject } = await import('../compile-package');
      return send(openProject(project.folder, { ...credentials, attributes }));
    }),
  );
}

async function explained<Result>({ appid }: Credentials, run: () => Promise<Result>): Promise<Result> {
  try {
    return await quietly(run);
  } catch (error) {
    throw new ExplainedError(explain(error, appid));
  }
}

/** Runs `npm run package` as a process of its own, since miniprogram-ci compiles only one project in each. */
async function check({ folder }: Project, release: boolean): Promise<void> {
  const command = path.join(__dirname, '../check.ts');
  const args = [...process.execArgv, command, folder, ...(release ? ['--release'] : [])];
  const checking = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [faults, [status]] = await Promise.all([text(checking.stderr), once(checking, 'close')]);
  if (status !== 0) throw new ExplainedError(`${faults.trim()}\nNothing was sent.`);
}
