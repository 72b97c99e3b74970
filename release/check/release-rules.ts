import type { Project } from '../project';
import type { CompiledPackage } from './content';

/** An appid as WeChat gives it to a mini-program. */
export const APPID = /^wx[0-9a-f]{16}$/;

/** Lists what keeps the project from a trial or a release, one sentence each. `appid` is the one to upload with. */
export function releaseFaults(project: Project, appid: string, files: CompiledPackage): string[] {
  const faults: string[] = [];
  if (!APPID.test(appid)) {
    faults.push(
      `Expected the mini-program's appid ("wx" and 16 hexadecimal digits), got "${appid}". Set MINIPROGRAM_APPID, or "appid" in project.config.json.`,
    );
  }
  if (!project.urlCheck) {
    faults.push(
      'project.config.json has "urlCheck": false, which hides domains that are not listed. Put it into project.private.config.json, which stays on your machine.',
    );
  }
  for (const name of files.keys()) {
    if (name.endsWith('project.private.config.json')) faults.push(`The package holds ${name}, which is private.`);
  }
  return faults;
}
