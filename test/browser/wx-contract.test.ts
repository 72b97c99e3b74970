import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, FileChooser, Page } from 'playwright-core';
import { type Preview, startPreview } from '../../dev/preview/server';
import { describeContract, type Outside, serverActions } from '../wx-contract/contract';
import { QUOTA } from '../wx-contract/files';
import type { Action, Case, Tools } from '../wx-contract/run-case';
import { launchChromium } from './chromium';

const CONFIGURED = 'https://upload.example.com/policy';

const REPOSITORY = path.join(__dirname, '../..');

/** Files of a mini-program that runs the cases. */
const MINI_PROGRAM: Readonly<Record<string, string>> = {
  'app.json': JSON.stringify({ pages: ['cases'] }),
  'app.ts': 'App({});',
  'cases.json': '{}',
  'cases.wxml': '<view>The contract of wx</view>',
  // The console is the only browser global that the sandbox keeps, so the cases are exposed on it.
  'cases.ts': `
    import { CASES } from './test/wx-contract/cases/index';
    import { runCase } from './test/wx-contract/run-case';
    const all = Object.values(CASES).flat();
    Object.assign(console, { runCase: (name, tools) => runCase(all.find((one) => one.name === name), wx, tools) });
    Page({});
  `,
};

/** The cases, and WeChat's limits that they import. */
const COPIED = ['test/wx-contract/cases', 'test/wx-contract/run-case.ts', 'miniprogram/services/oss-upload/wx'];

interface RunsCases {
  runCase(name: string, tools: Tools): Promise<unknown>;
}

/** Maps the policy URL to `actual`, which a case changes. */
const backend = { configured: CONFIGURED, actual: '' };

let root: string;
let browser: Browser;
let preview: Preview;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'contract-mini-program-'));
  for (const [name, text] of Object.entries(MINI_PROGRAM)) await writeFile(path.join(root, name), text);
  for (const copied of COPIED) {
    await mkdir(path.dirname(path.join(root, copied)), { recursive: true });
    await cp(path.join(REPOSITORY, copied), path.join(root, copied), { recursive: true });
  }
  [browser, preview] = await Promise.all([
    launchChromium(),
    startPreview({ miniprogramRoot: root, backend, quota: QUOTA }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await preview?.close();
  await rm(root, { recursive: true, force: true });
});

/** A page with the mini-program, which runs one case at a time. */
interface OpenPage {
  page: Page;
  /** Actions of the running case. */
  actions: ReturnType<typeof actionsOn> | undefined;
}

async function openPage(): Promise<OpenPage> {
  const context = await browser.newContext({ locale: 'en-US' });
  const opened: OpenPage = { page: await context.newPage(), actions: undefined };
  const { page } = opened;
  await page.exposeFunction('act', (action: Action, ...values: string[]) => opened.actions?.[action](values));
  await page.goto(`${preview.url}app/`);
  await page.getByText('The contract of wx').waitFor();
  return opened;
}

/** Shared by the cases that leave no traces, because opening a page takes longer than most cases. */
let shared: OpenPage | undefined;

describeContract("the preview's wx in Chromium", async (one, outside) => {
  backend.actual = `${outside.server.url}/policy`;
  if (one.leavesTraces) {
    const own = await openPage();
    return runInPage(one, own, outside).finally(() => own.page.context().close());
  }
  const opened = shared ?? (await openPage());
  shared = undefined; // until the case succeeds
  const seen = await runInPage(one, opened, outside);
  shared = opened;
  return seen;
});

async function runInPage(one: Case, opened: OpenPage, outside: Outside): Promise<unknown> {
  const { page } = opened;
  opened.actions = actionsOn(page, outside);
  const tools = {
    requestUrl: new URL(CONFIGURED).origin,
    uploadUrl: outside.server.url,
    closedUrl: outside.closedUrl,
  };
  return page.evaluate(
    ([name, addresses]) => {
      const { act } = window as unknown as Pick<Tools, 'act'>; // exposed above
      return (console as unknown as RunsCases).runCase(name, { ...addresses, act }); // as the mini-program assigns it
    },
    [one.name, tools] as const,
  );
}

function actionsOn(page: Page, { server, closedUrl, fileOf }: Outside): Record<Action, (values: string[]) => unknown> {
  const nextPicker = (answer: (picker: FileChooser) => Promise<void>) => {
    page.once('filechooser', (picker) => void answer(picker));
    return page.locator('body').click(); // a file picker needs a user gesture
  };
  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  return {
    'will pick': (names) => nextPicker((picker) => picker.setFiles(names.map(fileOf))),
    // The event of a cancelled picker; Playwright's file chooser cannot be cancelled.
    'will cancel': () =>
      nextPicker((picker) => picker.element().evaluate((input) => void input.dispatchEvent(new Event('cancel')))),
    hide: () => setHidden(true),
    show: () => setHidden(false),
    'go offline': () => page.context().setOffline(true),
    'stop the backend': () => {
      backend.actual = closedUrl;
      return CONFIGURED;
    },
    ...serverActions(server),
  };
}
