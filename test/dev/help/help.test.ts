import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { COMMAND_GROUPS } from '../../../dev/help/commands';
import { renderHelp } from '../../../dev/help/render-help';
import { endCommands, startCommand } from '../cli/command';

afterEach(endCommands);

const commands = COMMAND_GROUPS.flatMap((group) => group.commands);

test('every script of package.json is listed once, and nothing else', async () => {
  const { scripts } = JSON.parse(await readFile(path.join(__dirname, '../../../package.json'), 'utf8'));
  const names = commands.map(({ command }) => command.replace(/^npm (run )?/, ''));
  expect(names.sort()).toEqual(Object.keys(scripts).sort());
});

test('npm run help prints each command with what it does, within 100 columns', async () => {
  const { exitCode, stdout } = await startCommand('dev/help/main.ts', []).ended;
  expect(exitCode).toBe(0);
  for (const { command, does } of commands) expect(stdout).toMatch(new RegExp(`^  ${command} +${does}$`, 'm'));
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('on Windows the hint quotes the dashes, which PowerShell would take for itself', () => {
  expect(renderHelp(COMMAND_GROUPS, 'win32')).toContain("npm run doctor '--' --help");
  expect(renderHelp(COMMAND_GROUPS, 'linux')).toContain('npm run doctor -- --help');
});
