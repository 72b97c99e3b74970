import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, ROOT } from './documents';
import type { Document } from './markdown';

/** The scripts of package.json. */
export const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
).scripts;

/** npm's own commands. */
const NPM_COMMANDS = ['ci', 'init', 'install', 'pack', 'publish', 'version'];

/** The shell commands of a document: lines of its blocks, and code within lines that begins like one. */
export function commandsOf({ blocks, spans }: Document): string[] {
  const inBlocks = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const inLines = spans.filter((span) => /^(npm|npx|node) /.test(span) && !span.includes('…'));
  return [...inBlocks, ...inLines]
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim().replace(/^(\w+=("[^"]*"|\S*)\s*)+/, ''))
    .filter((command) => command !== '');
}

/** A call of a script of package.json, in a document. */
export interface ScriptCall {
  /** The document. */
  file: string;
  /** As typed. */
  command: string;
  script: string;
  options: string[];
}

/** Every call of a script in the documents. */
export const SCRIPT_CALLS: readonly ScriptCall[] = DOCUMENTS.flatMap((document) =>
  commandsOf(document).flatMap((command) => {
    const [program, verb = '', ...rest] = command.split(/\s+/);
    if (program !== 'npm' || NPM_COMMANDS.includes(verb)) return [];
    const [script = '', ...args] = verb === 'run' ? rest : [verb, ...rest];
    const options = args.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/, ''));
    return [{ file: document.file, command, script, options }];
  }),
);

/** The TypeScript file that a script runs, if it runs one. */
export function fileOf(script: string): string | undefined {
  return /^tsx (\S+)$/.exec(SCRIPTS[script] ?? '')?.[1];
}
