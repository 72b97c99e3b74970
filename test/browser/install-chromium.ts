import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findChromium } from './chromium';

/** Commands that install a browser, tried in order. Debian's package also installs the libraries that a bare machine lacks. */
const INSTALLERS: readonly (readonly string[])[] = [
  ['sh', '-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk'],
  [
    'sudo',
    '-n',
    'sh',
    '-c',
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk',
  ],
  [process.execPath, path.join(__dirname, '../../node_modules/playwright-core/cli.js'), 'install', 'chromium'],
];

/** Jest's global setup for the browser tests: installs Chromium if no Chrome or Chromium is found. */
export default function installChromium(): void {
  if (findChromium(process.env)) return;
  for (const [command = '', ...args] of INSTALLERS) {
    console.warn(`No Chrome or Chromium found, trying: ${command} ${args.join(' ')}`);
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (findChromium(process.env)) return;
  }
  throw new Error(
    'Expected Chrome or Chromium for the browser tests, found none and could install none: install one, for example with "apt-get install chromium", or name it in CHROME_PATH.',
  );
}
