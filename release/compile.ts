import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCompiledResult, Project } from 'miniprogram-ci';
import { DefaultProjectAttr } from 'miniprogram-ci/dist/config/config';
import type { CompiledPackage } from './check-package';

/** Its exports can be replaced through `require` alone: an import is a copy. */
const fileExtensions: typeof import('miniprogram-ci/dist/utils/white_ext_list') = require('miniprogram-ci/dist/utils/white_ext_list');

/** What `getCompiledResult` takes for a project; miniprogram-ci does not export its name. */
type CompilableProject = Parameters<typeof getCompiledResult>[0]['project'];

/**
 * Compiles the package as an upload would, with WeChat's own compiler, without a key and without a network request.
 * miniprogram-ci holds timers open for minutes afterwards: the caller must end the process.
 * @throws what the compiler says is wrong, with the file
 */
export async function compilePackage(projectPath: string): Promise<CompiledPackage> {
  const start = process.cwd();
  // miniprogram-ci leaves a folder behind in the working directory.
  const scratch = await mkdtemp(path.join(tmpdir(), 'compile-'));
  process.chdir(scratch);
  try {
    const options = {
      appid: 'touristappid',
      type: 'miniProgram' as const,
      projectPath,
      privateKey: 'unused, but it must not be empty',
      // Not in its types; without it miniprogram-ci asks WeChat.
      attr: async () => DefaultProjectAttr,
    };
    // Its own types fit only without `exactOptionalPropertyTypes`.
    const project = new Project(options) as CompilableProject;
    useOwnFileExtensions();
    const files = await getCompiledResult(
      { project, version: '0.0.0', desc: 'offline', setting: { useProjectConfig: true }, onProgressUpdate() {} },
      path.join(scratch, 'package.zip'),
    );
    return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  } finally {
    process.chdir(start);
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Keeps the compiler from asking WeChat which file extensions a package may hold: without an answer it waits for seconds, then
 * takes this same list.
 */
function useOwnFileExtensions(): void {
  const { MiniProgramWhiteList, GameWhiteList } = fileExtensions;
  Object.assign(fileExtensions, {
    getWhiteExtList: async () => ({
      MiniProgramWhiteList: new Set(MiniProgramWhiteList),
      GameWhiteList: new Set(GameWhiteList),
    }),
  } satisfies Partial<typeof fileExtensions>);
}
