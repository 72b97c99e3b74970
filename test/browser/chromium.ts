import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Executable names of Chrome and Chromium. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Quiet, and able to run as root in a container. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Finds Chrome or Chromium: `CHROME_PATH`, one on the PATH, or the one that Playwright installed. */
export function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  const { CHROME_PATH, PATH = '' } = environment;
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') return CHROME_PATH;
  const folders = PATH.split(path.delimiter).filter((folder) => folder !== '');
  const installed = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...installed, chromium.executablePath()].find((file) => file !== '' && existsSync(file));
}

/** Launches a browser, which the test must close. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) {
    throw new Error('No Chrome or Chromium is installed: install one, or set CHROME_PATH to where it is.');
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
