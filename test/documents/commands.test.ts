import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endCommands, startCommand } from '../dev/cli/command';
import { DOCUMENTS, ROOT } from './documents';
import type { Document } from './markdown';

const { scripts, name, version }: { scripts: Record<string, string>; name: string; version: string } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
);

/** Programs that documents may call, besides npm, npx and node. They are the reader's own. */
const OTHER_PROGRAMS = ['cd', 'cp', 'curl', 'docker', 'export', 'git', 's'];

/** npm's own commands. */
const NPM_COMMANDS = ['ci', 'init', 'install', 'pack', 'publish', 'version'];

afterAll(endCommands);

/** The shell commands of a document: lines of its blocks, and code within lines that begins like one. */
function commandsOf({ blocks, spans }: Document): string[] {
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

interface ScriptCall {
  script: string;
  options: string[];
}

/** The call of a script of package.json, if the command is one. */
function scriptCall(command: string): ScriptCall | undefined {
  const [program, verb = '', ...rest] = command.split(/\s+/);
  if (program !== 'npm' || NPM_COMMANDS.includes(verb)) return undefined;
  const [script = '', ...args] = verb === 'run' ? rest : [verb, ...rest];
  return { script, options: args.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/, '')) };
}

const calls = DOCUMENTS.flatMap((document) =>
  commandsOf(document).flatMap((command) => {
    const call = scriptCall(command);
    return call === undefined ? [] : [{ ...call, where: `${document.file}: ${command}` }];
  }),
);

test('every script that a document names exists', () => {
  expect(calls.length).toBeGreaterThan(50);
  expect(calls.filter(({ script }) => scripts[script] === undefined).map(({ where }) => where)).toEqual([]);
});

/** What CI runs on every commit, and what a command of these runs. */
const RUN_BY_CI = ['test', 'lint', 'types', 'format'];

/** What takes too long for each run: installing Taro takes minutes. */
const RUN_BY_WORKFLOW = ['example:taro'];

test('every script that a document names is run by a test', () => {
  const tests = testFiles(/\.ts$/).map((file) => readFileSync(path.join(ROOT, file), 'utf8'));
  const named = [...new Set(calls.map(({ script }) => script))].filter(
    (script) => ![...RUN_BY_CI, ...RUN_BY_WORKFLOW].includes(script),
  );
  const isRun = (script: string) => {
    const [, file = `'${script}'`] = /^tsx (\S+)$/.exec(scripts[script] ?? '') ?? [];
    return tests.some((text) => text.includes(file));
  };
  expect(named.filter((script) => !isRun(script))).toEqual([]);
});

const withOptions = [...new Set(calls.filter(({ options }) => options.length > 0).map(({ script }) => script))];

test.each(withOptions)('every option of %s that a document names is in its help', async (script) => {
  const [, file = ''] = /^tsx (\S+)$/.exec(scripts[script] ?? '') ?? [];
  const { exitCode, stdout } = await startCommand(file, ['--help']).ended;
  expect(exitCode).toBe(0);
  const documented = calls.filter((call) => call.script === script);
  const unknown = documented.filter(({ options }) =>
    options.some((option) => !new RegExp(`${option}\\b`).test(stdout)),
  );
  expect(unknown.map(({ where }) => where)).toEqual([]);
});

test.each(DOCUMENTS)('every command of $file is one that can be run', (document) => {
  for (const command of commandsOf(document)) expect({ command, fault: fault(command) }).toEqual({ command });
});

/** What is wrong with a command that is no script's, if anything. */
function fault(command: string): string | undefined {
  const [program = '', ...args] = command.split(/\s+/);
  if (program === 'npm' || OTHER_PROGRAMS.includes(program)) return missingFile(command);
  if (program === 'npx') return args[0] === 'jest' ? undefined : 'only jest is run by npx';
  if (program === 'node') return isKnownScript(args) ? undefined : 'no such file';
  return 'unknown program';
}

/** For `cp FROM TO`. */
function missingFile(command: string): string | undefined {
  const [, from] = /^cp (\S+) /.exec(command) ?? [];
  return from === undefined || existsSync(path.join(ROOT, from)) ? undefined : 'no such file';
}

/** Code on the command line, what `build:server` writes, or what a document has its reader save. */
function isKnownScript(args: readonly string[]): boolean {
  const [file = ''] = args.filter((arg) => !/^-(p|-env-file=\S+)$/.test(arg));
  const saved = DOCUMENTS.some(({ spans }) => spans.includes(file));
  return args[0] === '-p' || saved || (scripts['build:server'] ?? '').includes(`--outfile=${file}`);
}

test('the package that documents install is the one that npm pack writes', () => {
  const named = DOCUMENTS.flatMap(({ blocks }) => blocks.flatMap(({ code }) => code.match(/[\w.-]+\.tgz/g) ?? []));
  expect([...new Set(named)]).toEqual([`${name}-${version}.tgz`]);
});

test('every part of the tests that a document runs by its name has tests', () => {
  const files = testFiles(/\.test\.ts$/);
  const named = DOCUMENTS.flatMap(({ file, spans, blocks }) =>
    [...spans, ...blocks.map(({ code }) => code)].flatMap((text) => [
      ...[...text.matchAll(/--testPathPatterns (\S+)/g)].map(([, pattern = '']) => pattern),
      // As docs/promises.md abbreviates it.
      ...(file === 'docs/promises.md' ? [/^unit (\S+)$/.exec(text)?.[1] ?? []].flat() : []),
    ]),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((pattern) => !files.some((file) => new RegExp(pattern).test(file)))).toEqual([]);
});

function testFiles(pattern: RegExp): string[] {
  return readdirSync(path.join(ROOT, 'test'), { recursive: true })
    .map((file) => `test/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => pattern.test(file));
}
