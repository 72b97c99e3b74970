import path from 'node:path';
import { aptInstall, runUntil } from '../apt-install';
import { findChromium } from './chromium';

const isInstalled = () => findChromium(process.env) !== undefined;

/** Jest's global setup for the browser tests: installs Chromium if no Chrome or Chromium is found. */
export default function installChromium(): void {
  // Debian's package also installs the libraries that a bare machine lacks.
  aptInstall(['chromium', 'fonts-noto-cjk'], isInstalled);
  runUntil(isInstalled, [
    [process.execPath, path.join(__dirname, '../../node_modules/playwright-core/cli.js'), 'install', 'chromium'],
  ]);
  if (isInstalled()) return;
  throw new Error(
    'Expected Chrome or Chromium for the browser tests, found none and could install none: install one, for example with "apt-get install chromium", or name it in CHROME_PATH.',
  );
}
