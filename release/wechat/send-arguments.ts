import { parseArgs } from 'node:util';
import { readWholeNumber } from '../../dev/cli/option-values';
import { isProjectFolder, type Project, readProject } from '../project';

export interface SendArguments {
  readonly project: Project;
  /** 1 to 30: WeChat keeps one development version for each. */
  readonly robot: number;
}

/** Reads the arguments that preview and upload share. @throws Error that names the wrong one */
export function readSendArguments(args: string[]): SendArguments | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false }, robot: { type: 'string', default: '1' } },
  });
  if (values.help) return 'help';
  // miniprogram-ci takes 31, too.
  const robot = readWholeNumber('robot', values.robot, 1, 30);
  const [folder = '.', ...more] = positionals;
  if (more.length > 0) throw new Error(`Expected one folder, got ${positionals.length}.`);
  if (!isProjectFolder(folder)) {
    throw new Error(`Expected DIR to be a folder with project.config.json, got "${folder}".`);
  }
  return { project: readProject(folder), robot };
}

/** The help on what preview and upload share. */
export const SHARED_HELP = `
  DIR        folder with project.config.json (default: this one)
  --robot N  number of the CI robot, 1 to 30 (default 1); WeChat keeps one development version for each
  --help     show this help

Environment:
  MINIPROGRAM_APPID        the mini-program's appid (default: that of project.config.json)
  MINIPROGRAM_PRIVATE_KEY  its code upload key, or the path to it
  HTTPS_PROXY, NO_PROXY    a proxy, for example one whose IP address is on WeChat's allowlist
`;

/** Prints progress to stderr, so that stdout holds the result alone. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}
