import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, ROOT } from './documents';
import { commandsOf, fileOf, SCRIPT_CALLS, SCRIPTS, type ScriptCall } from './script-calls';

const { name, version }: { name: string; version: string } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
);

/** Programs that documents may call, besides npm, npx and node. They are the reader's own. */
const OTHER_PROGRAMS = ['cd', 'cp', 'curl', 'docker', 'export', 'git', 's'];

test('every script that a document names exists', () => {
  expect(SCRIPT_CALLS.length).toBeGreaterThan(50);
  expect(SCRIPT_CALLS.filter(({ script }) => SCRIPTS[script] === undefined).map(({ command }) => command)).toEqual([]);
});

/** Commands that are run otherwise, by how they begin. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'npm test': 'by CI',
  'npm run test': 'by CI',
  'npm run lint': 'by npm test',
  'npm run types': 'by npm test',
  'npm run format': 'by hand; npm test checks the same and writes nothing',
  'npm run build:npm': 'by its parts, which write into folders of the tests',
  'npm run example:taro': 'by a job of the workflow, since its packages are large',
  'npm run screenshots': 'by its parts: test/browser/accessibility brings the page into each state',
  'npm run bench -- uploads': 'by hand, on a machine that does nothing else; test/bench has its parts',
};

/** Runs every command, but only for its help or with a wrong argument. */
const ONLY_HELP = 'test/dev/cli/every-command.test.ts';

test('every script that a document names is run by a test, with each of the options', () => {
  const tests = testFiles(/\.ts$/)
    .filter((file) => file !== ONLY_HELP)
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'));
  const isRun = ({ script, options }: ScriptCall) => {
    const runs = tests.filter((text) => text.includes(`'${fileOf(script) ?? script}'`));
    const unusual = options.filter((option) => option !== '--help');
    return runs.length > 0 && unusual.every((option) => runs.some((text) => text.includes(`'${option}'`)));
  };
  const here = SCRIPT_CALLS.filter(
    ({ command }) => !Object.keys(RUN_ELSEWHERE).some((start) => command.startsWith(start)),
  );
  expect(here.filter((call) => !isRun(call)).map(({ file, command }) => `${file}: ${command}`)).toEqual([]);
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
  return args[0] === '-p' || saved || (SCRIPTS['build:server'] ?? '').includes(`--outfile=${file}`);
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
