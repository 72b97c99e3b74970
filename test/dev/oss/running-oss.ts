import { EventEmitter, once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSettings } from '../../../dev/oss/development-settings';
import { type LocalOss, type LocalOssOptions, startLocalOss } from '../../../dev/oss/server';
import { type OssSettings, readOssSettings } from '../../../server/settings';

export interface RunningOss extends LocalOss {
  settings: OssSettings;
  dataDir: string;
  /** What was logged, a line for each request. */
  lines: string[];
  /** The next line to be logged: the request has been dealt with altogether then. */
  nextLine(): Promise<string>;
  /** The names of all files that it keeps: two for each object. */
  files(): Promise<string[]>;
  /** Stops it and starts another one with the same folder. */
  restart(): Promise<RunningOss>;
}

const ending: (() => Promise<void>)[] = [];

/** Starts a local OSS with a fresh folder; both are gone after the test, see `endRunningOss`. */
export async function runOss(options: Partial<LocalOssOptions> = {}): Promise<RunningOss> {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-oss-'));
  ending.push(() => rm(dataDir, { recursive: true }));
  return start({ settings: readOssSettings(developmentSettings), dataDir, ...options });
}

/** For `afterEach`. */
export async function endRunningOss(): Promise<void> {
  for (const end of ending.splice(0).reverse()) await end();
}

async function start(options: LocalOssOptions): Promise<RunningOss> {
  const lines: string[] = [];
  const logged = new EventEmitter();
  const log = (line: string) => {
    lines.push(line);
    logged.emit('line', line);
  };
  const oss = await startLocalOss({ ...options, log });
  ending.push(() => oss.close());
  return {
    ...oss,
    lines,
    nextLine: async () => (await once(logged, 'line'))[0],
    settings: options.settings,
    dataDir: options.dataDir,
    files: async () => (await readdir(options.dataDir, { recursive: true })).filter((name) => name.includes('/')),
    restart: async () => {
      await oss.close();
      return start(options);
    },
  };
}
