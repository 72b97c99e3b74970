import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCompiledResult, Project } from 'miniprogram-ci';
import { DefaultProjectAttr } from 'miniprogram-ci/dist/config/config';
import type { CompiledPackage } from './check-package';

/**
 * Compiles the package as an upload would, with WeChat's own compiler, offline and without a key.
 * miniprogram-ci holds timers open for minutes afterwards: whoever calls this ends the process.
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
      // Not in its types; without it WeChat is asked.
      attr: async () => DefaultProjectAttr,
    };
    const project = new Project(options);
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
