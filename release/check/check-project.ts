import path from 'node:path';
import type { Project } from '../project';
import { quietly } from '../quietly';
import { type CompiledPackage, contentFaults } from './content';
import { leftOutFaults } from './left-out';
import { releaseFaults } from './release-rules';
import { requireFaults } from './requires';
import { budgetedSize, budgetFaults, MAX_PACKAGE_SIZE, packageSize, sizeFaults, sizesByFolder } from './size';
import { templateFaults } from './templates';
import { typeFaults } from './types';
import { unbuiltNpmFaults } from './unbuilt-npm';

/** The folder of this project, whose size has a budget. */
const THIS_PROJECT = path.resolve(__dirname, '../..');

/** What the mini-program is made for; WeChat keeps it in its console, so that nothing here can set it. */
const MINIMUM_BASE_LIBRARY = '2.30.0';

export interface CheckOptions {
  /** Whether it is about to become a trial or a release. */
  readonly release: boolean;
  /** The appid to upload with. */
  readonly appid: string;
}

export interface CheckedProject {
  /** What is wrong, one sentence each; empty if the package may be uploaded. */
  readonly faults: readonly string[];
  /** What was checked, and how large the package is. */
  readonly summary: readonly string[];
}

/** Compiles a mini-program and checks it. The caller must exit the process: see `compilePackage`. */
export async function checkProject(project: Project, { release, appid }: CheckOptions): Promise<CheckedProject> {
  // The compiler's own words would be that a page or a component is missing.
  const missing = [...leftOutFaults(project), ...unbuiltNpmFaults(project)];
  if (missing.length > 0) return { faults: missing, summary: ['Not compiled.'] };
  const types = typeFaults(project.folder);
  const compiled = await compile(project);
  if (typeof compiled === 'string') return { faults: [...(types ?? []), compiled], summary: ['Not compiled.'] };
  const ownProject = project.folder === THIS_PROJECT;
  const faults = [
    ...(types ?? []),
    ...(await requireFaults(compiled)),
    ...(await templateFaults(project.root, compiled.keys())),
    ...contentFaults(compiled, { release }),
    ...sizeFaults(compiled),
    ...(ownProject ? budgetFaults(compiled) : []),
    ...(release ? releaseFaults(project, appid, compiled) : []),
  ];
  const budget = `${budgetedSize(compiled)} of the ${MAX_PACKAGE_SIZE} bytes of this project's own budget`;
  const baseLibrary = `Made for base library ${MINIMUM_BASE_LIBRARY} and later: set it as the minimum in WeChat's console.`;
  const library = [
    `DevTools runs it with base library ${project.libVersion || 'of its choice, since project.config.json has no libVersion'}.`,
    ...(ownProject ? [baseLibrary] : ['Set the minimum base library in the console.']),
  ];
  return {
    faults,
    summary: [
      ...(types === undefined ? ['Types were not checked: there is no tsconfig.json.'] : []),
      ...sizesByFolder(compiled).map(([folder, size]) => `${String(size).padStart(9)}  ${folder}`),
      `${compiled.size} files, ${packageSize(compiled)} bytes${ownProject ? `; ${budget}` : ''}`,
      ...(release ? library : []),
    ],
  };
}

/** Returns the compiler's error as one line; some of them name the file only in `path`. */
async function compile(project: Project): Promise<CompiledPackage | string> {
  // Imported late: it takes a second to load, which a type error need not wait for.
  try {
    return await quietly(async () => (await import('../compile-package')).compilePackage(project.folder));
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    return 'path' in error ? `${error.path}: ${error.message}` : error.message;
  }
}
