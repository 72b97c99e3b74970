import type { CommandGroup } from './commands';

/** The list of commands as text for a terminal. */
export function renderHelp(groups: readonly CommandGroup[], platform: NodeJS.Platform): string {
  const width = Math.max(...groups.flatMap(({ commands }) => commands.map(({ command }) => command.length)));
  const sections = groups.map(({ title, commands }) => {
    const lines = commands.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`);
    return `${title}\n${lines.join('\n')}\n`;
  });
  return `${sections.join('\n')}\n${hints(platform)}`;
}

/** PowerShell takes the first `--` for itself: https://github.com/npm/cli/issues/3136 */
function hints(platform: NodeJS.Platform): string {
  const options =
    platform === 'win32' ? "npm run doctor '--' --help (quoted, for PowerShell)" : 'npm run doctor -- --help';
  return `Pass options after --; most commands have a --help: ${options}\n`;
}
