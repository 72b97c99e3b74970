import path from 'node:path';
import { getCompiledResult, Project } from 'miniprogram-ci';
import { DefaultProjectAttr } from 'miniprogram-ci/dist/config/config';
import type { CompiledPackage } from './check/content';
import { inScratchFolder } from './scratch-folder';

/** Loaded with `require`, because the exports of an import cannot be replaced. */
const fileExtensions: typeof import('miniprogram-ci/dist/utils/white_ext_list') = require('miniprogram-ci/dist/utils/white_ext_list');

/** The project type of miniprogram-ci's functions, which it does not export. */
export type CompilableProject = Parameters<typeof getCompiledResult>[0]['project'];

export interface ProjectAccess {
  readonly appid: string;
  /** PEM; it must not be empty. */
  readonly privateKey: string;
  /** What WeChat says of the project, such as its limits. */
  readonly attributes: object;
}

const OFFLINE: ProjectAccess = {
  appid: 'touristappid',
  privateKey: 'unused, but it must not be empty',
  attributes: DefaultProjectAttr,
};

/** Opens a project for miniprogram-ci. Compiling it sends no request to WeChat. */
export function openProject(projectPath: string, access: ProjectAccess = OFFLINE): CompilableProject {
  const { attributes, ...credentials } = access;
  useOwnFileExtensions();
  const options = {
    ...credentials,
    type: 'miniProgram' as const,
    projectPath,
    // Missing from its types; without it miniprogram-ci requests the attributes from WeChat.
    attr: async () => attributes,
  };
  // Its types are consistent only without `exactOptionalPropertyTypes`.
  return new Project(options) as CompilableProject;
}

/**
 * Compiles the package as an upload would, with WeChat's own compiler, without a key and without a network request.
 * miniprogram-ci keeps timers running for minutes afterwards, so the caller must exit the process.
 * @throws the compiler's error, which names the file
 */
export function compilePackage(projectPath: string): Promise<CompiledPackage> {
  return inScratchFolder(async (scratch) => {
    const project = openProject(projectPath);
    const files = await getCompiledResult(
      { project, version: '0.0.0', desc: 'offline', setting: { useProjectConfig: true }, onProgressUpdate() {} },
      path.join(scratch, 'package.zip'),
    );
    return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  });
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
