import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJsonObject } from '../project';
import { ExplainedError } from './explain';

export interface Version {
  /** From package.json: `1.2.3`. */
  readonly version: string;
  /** What the console shows beside it: the tag or the last commit. */
  readonly description: string;
}

/** https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html shows no limit; the console's own field takes 200. */
const MAX_DESCRIPTION = 200;

/**
 * Says what is about to be uploaded.
 * @throws Error if package.json has no version, a file is changed and not committed, or the tag is not the version's
 */
export function describeVersion(folder: string): Version {
  const file = path.join(folder, 'package.json');
  const version = existsSync(file) ? readJsonObject(file)['version'] : undefined;
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(version)) {
    throw new ExplainedError(`Expected ${file} to have a "version" such as 1.2.3, got ${JSON.stringify(version)}.`);
  }
  if (git(folder, 'rev-parse', '--is-inside-work-tree') !== 'true') return { version, description: version };
  const changed = git(folder, 'status', '--porcelain', '--', '.') ?? '';
  if (changed !== '') {
    throw new ExplainedError(
      `Expected every file to be committed, so that the upload can be told from its commit, got:\n${changed}`,
    );
  }
  const tags = (git(folder, 'tag', '--points-at', 'HEAD') ?? '')
    .split('\n')
    .filter((tag) => /^v?\d+\.\d+\.\d+/.test(tag));
  const commit = git(folder, 'log', '-1', '--format=%h %s') ?? '';
  if (tags.length === 0) return { version, description: shorten(commit || version) };
  const tag = tags.find((each) => each === `v${version}` || each === version);
  if (tag === undefined) {
    throw new ExplainedError(
      `Expected the tag to be v${version}, the version in package.json, got ${tags.join(', ')}.`,
    );
  }
  return { version, description: shorten(`${tag} ${commit}`) };
}

function shorten(text: string): string {
  return [...text].slice(0, MAX_DESCRIPTION).join('');
}

/** Undefined where git is missing, or refuses. */
function git(folder: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
