import { fileOf, SCRIPT_CALLS } from '../../documents/script-calls';
import { endCommands, startCommand } from './command';

afterEach(endCommands);

const COMMANDS = [
  ['npm start', 'dev/start.ts'],
  ['npm run oss', 'dev/oss/main.ts'],
  ['npm run server', 'server/main.ts'],
  ['npm run package', 'release/check.ts'],
  ['npm run mp:preview', 'release/preview.ts'],
  ['npm run mp:upload', 'release/upload.ts'],
  ['npm run build:npm', 'release/npm/main.ts'],
  ['npm run example:taro', 'release/npm/example-taro.ts'],
  ['npm run doctor', 'dev/doctor/main.ts'],
  ['npm run bench', 'bench/main.ts'],
  ['npm run chaos', 'test/chaos/main.ts'],
  ['npm run bucket:setup', 'bucket/main.ts'],
  ['npm run docs', 'dev/documents/main.ts'],
  ['npm run help', 'dev/help/main.ts'],
  ['npm run screenshots', 'test/screenshots/main.ts'],
] as const;

test.each(COMMANDS)(
  '%s has --help with every option that a document names, and refuses an unknown one',
  async (name, file) => {
    // Both at once, since most of the time goes into starting them.
    const [help, unknown] = await Promise.all([
      startCommand(file, ['--help']).ended,
      startCommand(file, ['--prot', '1']).ended,
    ]);
    expect({ ...help, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(help.stdout.startsWith(`Usage: ${name}`)).toBe(true);
    const calls = SCRIPT_CALLS.filter(({ script }) => fileOf(script) === file);
    const named = ['--help', ...calls.flatMap(({ options }) => options)];
    expect(named.filter((option) => !new RegExp(`${option}\\b`).test(help.stdout))).toEqual([]);
    expect(unknown).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `Unknown option '--prot'. See ${name} -- --help.\n`,
    });
  },
);

test.each([
  ['server/main.ts', ['3000'], "'3000'"],
  ['release/check.ts', ['miniprogram'], '"miniprogram"'],
  ['release/check.ts', ['.', '..'], 'got 2'],
  ['release/upload.ts', ['miniprogram'], '"miniprogram"'],
  ['bench/main.ts', ['start'], '"start"'],
  ['test/chaos/main.ts', ['--rate', '2'], '--rate'],
  ['test/chaos/main.ts', ['--pictures', 'many'], '--pictures'],
  ['test/chaos/main.ts', ['--kills', '--seed', '1'], '--kills'],
])('%s %p names the wrong argument in one line, with exit status 2', async (file, args, named) => {
  const { exitCode, stdout, stderr } = await startCommand(file, args).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^.* See npm run [\w:]+ -- --help\.\n$/);
  expect(stderr).toContain(named);
});

test('npm run server names all missing settings, with exit status 1', async () => {
  const { PATH } = process.env;
  const { exitCode, stderr } = await startCommand('server/main.ts', [], { PATH }).ended;
  expect(exitCode).toBe(1);
  for (const setting of ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET', 'OSS_BUCKET', 'OSS_REGION']) {
    expect(stderr).toContain(setting);
  }
});
