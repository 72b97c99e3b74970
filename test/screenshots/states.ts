import type { Page, Route } from 'playwright-core';
import { headPart, tilePart, uploaderPart } from '../browser/parts';
import { makePicture } from '../pictures/pictures';

/** The page in Chromium, and what a state can do to it. */
export interface Stage {
  page: Page;
  app: Page;
  /** Picks so many made pictures; `bytes` is appended to the first one, to make it large. */
  pick(count: number, bytes?: number): Promise<void>;
  /** Answers uploads itself: `undefined` lets one pass. */
  onUpload(answer: (route: Route, index: number) => Promise<void> | undefined): Promise<void>;
  /** Answers policy requests with this status; 200 lets them pass. */
  setBackend(status: number): void;
  /** Limits the uplink, in bytes per second. */
  throttle(bytesPerSecond: number): Promise<void>;
}

/** Brings the page into a state, and waits until it is there. */
export type Play = (stage: Stage) => Promise<void>;

const hold = () => new Promise<void>(() => {});
const look = (app: Page, name: string) => app.locator(tilePart(`look-${name}`));

/** The states that are worth looking at, by their names. */
export const STATES: Readonly<Record<string, Play>> = {
  empty: async ({ app }) => app.locator(uploaderPart('pick')).waitFor(),

  preparing: async ({ app, pick, onUpload }) => {
    await onUpload(hold);
    await pick(4);
    await look(app, 'preparing').first().waitFor();
  },

  uploading: async ({ app, pick, onUpload, throttle }) => {
    await onUpload((route, index) => (index === 7 ? refuse(route) : undefined));
    await pick(9);
    await look(app, 'stored').nth(7).waitFor();
    await throttle(150_000);
    await pick(5, 900_000);
    await look(app, 'uploading').first().waitFor();
    await look(app, 'failed').first().waitFor();
  },

  stored: async ({ app, pick }) => {
    await pick(9);
    await look(app, 'stored').nth(8).waitFor();
  },

  failed: async ({ app, pick, onUpload }) => {
    await onUpload((route, index) => (index % 3 === 0 ? refuse(route) : undefined));
    await pick(6, 5_000_000);
    await look(app, 'failed').nth(1).waitFor();
    await look(app, 'stored').nth(2).waitFor();
  },

  retrying: async ({ app, pick, setBackend }) => {
    setBackend(503);
    await pick(3);
    await look(app, 'retrying').nth(2).waitFor();
  },

  unauthorized: async ({ app, pick, setBackend }) => {
    setBackend(401);
    await pick(3);
    await look(app, 'failed').nth(2).waitFor();
  },

  paused: async ({ app, pick, onUpload }) => {
    await onUpload((_, index) => (index < 2 ? undefined : hold()));
    await pick(5);
    await look(app, 'stored').nth(1).waitFor();
    await app.locator(headPart('main')).click();
    await look(app, 'waiting').first().waitFor();
  },

  offline: async ({ page, app, pick, onUpload }) => {
    await onUpload(hold);
    await pick(2);
    await look(app, 'preparing').first().waitFor();
    await page.context().setOffline(true);
    await app
      .getByText(/network|网络/)
      .first()
      .waitFor();
  },

  cancelled: async ({ app, pick, onUpload }) => {
    await onUpload((_, index) => (index < 2 ? undefined : hold()));
    await pick(5);
    await look(app, 'stored').nth(1).waitFor();
    await app.locator(headPart('more')).click();
    await app.locator('.action-sheet button, .action-sheet [role=button]').first().click();
    await app.locator('.modal-buttons > :last-child').click();
    await look(app, 'cancelled').nth(2).waitFor();
  },

  removed: async ({ app, pick }) => {
    await pick(6);
    await look(app, 'stored').nth(5).waitFor();
    await app.locator(tilePart('remove')).nth(1).click();
    await app.locator(tilePart('removed')).waitFor();
  },

  duplicates: async ({ app, pick }) => {
    await pick(3);
    await look(app, 'stored').nth(2).waitFor();
    await pick(-3);
    await app.locator(uploaderPart('notice')).waitFor();
  },
};

/** Refuses as OSS does where the policy does not fit. */
export async function refuse(route: Route): Promise<void> {
  await route.fulfill({
    status: 403,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
      'x-oss-request-id': '65E1A0B2',
    },
    contentType: 'application/xml',
    body: '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy Condition failed: ["eq", "$x", "y"]</Message><EC>0006-00000227</EC></Error>',
  });
}

/** A picture worth looking at: another one for each seed. */
export function madePicture(seed: number): Promise<Buffer> {
  return makePicture('png', { seed, width: 160, height: 120 });
}
