import { spawnSync } from 'node:child_process';

/**
 * Installs Debian packages, as root or by sudo without a password, one after the other until something is there.
 * RUNLEVEL=1 keeps Debian from starting the services that it installs.
 */
export function aptInstall(packages: readonly string[], isInstalled: () => boolean): void {
  const script = `apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends ${packages.join(' ')}`;
  runUntil(isInstalled, [
    ['sh', '-c', script],
    ['sudo', '-n', 'sh', '-c', script],
  ]);
}

/** Runs commands in turn until one has done it. */
export function runUntil(isDone: () => boolean, commands: readonly (readonly string[])[]): void {
  for (const [command = '', ...args] of commands) {
    if (isDone()) return;
    console.warn(`Something that the tests need is missing, trying: ${command} ${args.join(' ')}`);
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  }
}
