import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCompiledResult, Project } from 'miniprogram-ci';
import { DefaultProjectAttr } from 'miniprogram-ci/dist/config/config';
import type { CompiledPackage } from './check-package';

/** Loaded with `require`, because the exports of an import cannot be replaced. */
const fileExtensions: typeof import('miniprogram-ci/dist/utils/white_ext_list') = require('miniprogram-ci/dist/utils/white_ext_list');

/** The project type of `getCompiledResult`, which miniprogram-ci does not export. */
type CompilableProject = Parameters<typeof getCompiledResult>[0]['project'];

/**
 * Compiles the package as an upload would, with WeChat's own compiler, without a key and without a network request.
 * miniprogram-ci keeps timers running for minutes afterwards, so the caller must exit the process.
 * @throws the compiler's error, which names the file
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
      // Missing from its types; without it miniprogram-ci requests the attributes from WeChat.
      attr: async () => DefaultProjectAttr,
    };
    // Its types are consistent only without `exactOptionalPropertyTypes`.
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
 * Stops the compiler from requesting the allowed file extensions from WeChat: without an answer it waits for seconds, then
 * falls back to this same list.
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
