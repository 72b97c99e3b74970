import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../dev/cli/command-line';
import { launchChromium } from '../browser/chromium';
import { openStage, startStageServers } from './stage';
import { STATES } from './states';

const HELP = `Usage: npm run screenshots -- [STATE …] [--out FOLDER]

Brings the upload page into each state in Chromium and takes screenshots, light and dark, in four widths.

  STATE         ${Object.keys(STATES).join(', ')} (default: all)
  --out FOLDER  where to write them (default: screenshots)
  --help        show this help
`;

const WIDTHS = [320, 390, 430, 768];
const LOOKS = [
  ['light', 'en-US'],
  ['light', 'zh-CN'],
  ['dark', 'zh-CN'],
] as const;

interface Arguments {
  states: string[];
  out: string;
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string', default: 'screenshots' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return 'help';
  const unknown = positionals.find((name) => STATES[name] === undefined);
  if (unknown !== undefined) throw new Error(`Expected one of ${Object.keys(STATES).join(', ')}, got "${unknown}".`);
  return { states: positionals.length > 0 ? positionals : Object.keys(STATES), out: path.resolve(values.out) };
}

async function run({ states, out }: Arguments): Promise<undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  await mkdir(out, { recursive: true });
  const servers = await startStageServers(path.join(folder, 'oss'));
  const browser = await launchChromium();
  try {
    for (const state of states) {
      for (const [colorScheme, locale] of LOOKS) {
        for (const width of WIDTHS) {
          const options = { colorScheme, locale, viewport: { width, height: 844 } };
          const { stage, close } = await openStage(browser, servers, folder, options);
          await STATES[state]?.(stage);
          const file = path.join(out, `${state}-${width}-${colorScheme}-${locale.slice(0, 2)}.png`);
          await writeFile(file, await stage.page.screenshot());
          process.stdout.write(`${file}\n`);
          await close();
        }
      }
    }
  } finally {
    await browser.close();
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

void runCommand({ name: 'npm run screenshots', help: HELP, readArguments, run });
