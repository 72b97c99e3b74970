import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A mini-program on disk, as its project.config.json describes it. */
export interface Project {
  /** Absolute path of the folder with project.config.json. */
  readonly folder: string;
  /** Absolute path of the folder with app.json. */
  readonly root: string;
  readonly appid: string;
  /** The base library that DevTools runs it with; empty if not set. */
  readonly libVersion: string;
  /** Whether DevTools checks domains and certificates; false is for development only. */
  readonly urlCheck: boolean;
  /** Whether WeChat's compiler takes `.ts` files; without it they are left out of the package. */
  readonly compilesTypeScript: boolean;
}

/** Reads project.config.json. @throws Error that names the file, if it is not a JSON object */
export function readProject(folder: string): Project {
  const file = path.join(folder, 'project.config.json');
  const config = readJsonObject(file);
  const setting = isRecord(config['setting']) ? config['setting'] : {};
  const plugins = setting['useCompilerPlugins'];
  return {
    folder: path.resolve(folder),
    root: path.resolve(folder, text(config['miniprogramRoot'])),
    appid: text(config['appid']),
    libVersion: text(config['libVersion']),
    urlCheck: setting['urlCheck'] !== false,
    compilesTypeScript: Array.isArray(plugins) && plugins.includes('typescript'),
  };
}

export function isProjectFolder(folder: string): boolean {
  return existsSync(path.join(folder, 'project.config.json'));
}

/** @throws Error that names the file, if it is not a JSON object */
export function readJsonObject(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`Expected ${file} to hold JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (isRecord(value)) return value;
  throw new Error(`Expected ${file} to hold a JSON object, got ${JSON.stringify(value)}.`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
