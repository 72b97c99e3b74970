import { developmentSettings } from '../../dev/oss/development-settings';
import { endCommands, startCommand } from '../dev/cli/command';

afterEach(endCommands);

test('npm run server answers with a policy until Ctrl-C', async () => {
  const command = startCommand('server/main.ts', [], {
    ...process.env,
    ...developmentSettings,
    AUTH: 'none',
    PORT: '0',
  });
  const [, origin] = /"Server listening at (\S+)"/.exec(await command.printed('Server listening at')) ?? [];
  const answer = await fetch(`${origin}/get_post_signature_for_oss_upload`);
  expect(await answer.json()).toMatchObject({ policy: expect.any(String) });
  command.signal('SIGINT');
  expect((await command.ended).exitCode).toBe(0);
});

test('npm run docs finds its documents current', async () => {
  const { exitCode, stdout } = await startCommand('dev/documents/main.ts', []).ended;
  expect(stdout).toMatch(/^(current {2}docs\/\S+\n)+$/);
  expect(exitCode).toBe(0);
});

test('npm run chaos prints what came of its uploads', async () => {
  const { exitCode, stdout } = await startCommand('test/chaos/main.ts', ['--uploads', '10']).ended;
  expect(stdout).toContain('"lost": 0');
  expect(exitCode).toBe(0);
});

test('npm run bench prints what it measures', async () => {
  const { exitCode, stdout } = await startCommand('bench/main.ts', ['page-work']).ended;
  expect(stdout).toContain('setData');
  expect(exitCode).toBe(0);
});
