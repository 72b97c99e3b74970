import { setTimeout as wait } from 'node:timers/promises';
import type { Upload } from '../../miniprogram/services/oss-upload/index';
import type { ChaosFigures, Violations } from './chaos-run';
import type { Page } from './page';
import { type Owner, PREFIXES, type World } from './world';

export interface SettleOptions {
  world: World;
  /** The one that is open. */
  page: Page;
  open: (owner: Owner, wx?: Page['wx']) => Page;
  /** Picks pictures again, by their digests, and adds them in the page. */
  pick: (digests: readonly string[], page: Page) => Promise<void>;
}

type Settled = Omit<Violations, 'falselyStored'> & Pick<ChaosFigures, 'pickedAgain'>;

/** In milliseconds: what is not final by then, with everything well, is stuck. */
const STUCK = 60_000;

/** Everything is well again: waits for each person's uploads, picks again what has to be, and finds what is wrong. */
export async function settle({ world, page, open, pick }: SettleOptions): Promise<Settled> {
  const { ledger, phone } = world;
  const lost = new Set<string>();
  const falselyFailed = new Set<string>();
  const tapsNeeded = new Set<string>();
  let pickedAgain = 0;
  let current = page;
  world.calm();

  async function finish(): Promise<readonly Upload[]> {
    const stuck = new AbortController();
    const uploads = await Promise.race([
      current.uploader.finished(),
      wait(STUCK, undefined, { signal: stuck.signal }).then(() => {
        const states = current.uploader.uploads().map(({ image, state }) => `${image.id} ${JSON.stringify(state)}`);
        throw new Error(`Expected all uploads to end, got: ${states.join(', ')}.`);
      }),
    ]);
    stuck.abort();
    return uploads;
  }

  /** @returns the digests of the pictures that have to be picked again */
  async function settleOwner(): Promise<string[]> {
    const uploads = await finish();
    const again = new Set<string>();
    for (const { image, state } of uploads) {
      if (state.name !== 'failed') continue;
      const { id } = image;
      const { code, message } = state.error;
      const picked = ledger.picks().find((one) => one.id === id);
      if (code === 'file-missing') {
        if (ledger.isCopied(id) && !ledger.isStored(id))
          lost.add(`${id} is to be picked again though it was copied: ${ledger.history(id)}`);
        if (picked) again.add(picked.digest);
      } else if (state.error.remedy === 'never') falselyFailed.add(`${id} ${code}: ${message}`);
      else tapsNeeded.add(`${id} ${code}: ${message}`);
    }
    const listed = new Set(uploads.map(({ image }) => image.id));
    for (const { id, digest, owner } of ledger.picks()) {
      if (owner !== current.owner || listed.has(id) || ledger.hasArrived(digest)) continue;
      const isListed = uploads.some(({ image }) => image.digest === digest);
      if (isListed) continue;
      if (ledger.isHeld(id)) lost.add(`${id} is neither listed nor in the bucket`);
      again.add(digest);
    }
    return [...again];
  }

  for (const owner of [page.owner, ...(['ann', 'ben'] as const).filter((one) => one !== page.owner)]) {
    if (owner !== current.owner) {
      current.uploader.close();
      current = open(owner, current.wx);
    }
    phone.hide();
    phone.show();
    phone.setNetwork('wifi');
    current.uploader.resume();
    const again = await settleOwner();
    current.uploader.retryFailed();
    pickedAgain += again.length;
    await pick(again, current);
    for (const { image, state } of await finish()) {
      if (state.name !== 'failed') continue;
      // Once picked again it goes on under its own key; one that others stand in for is over.
      if (ledger.isStored(image.id)) falselyFailed.add(`${image.id} ${state.error.code} though it is stored`);
    }
  }
  for (const { id, digest } of ledger.picks()) if (!ledger.hasArrived(digest)) lost.add(`${id} never arrived`);

  // What could not be deleted is deleted by the next start.
  for (const owner of ['ann', 'ben'] as const) {
    current = open(owner);
    for (const { image } of await finish()) current.uploader.remove(image.id);
    current.uploader.close();
  }
  const busy = phone.busy();
  for (const owner of ['ann', 'ben'] as const) {
    current = open(owner);
    await finish();
    current.uploader.close();
  }
  phone.kill();
  return {
    lost: [...lost],
    doubled: ledger.doubled(),
    wrongBytes: ledger.wrong(PREFIXES),
    falselyFailed: [...falselyFailed],
    tapsNeeded: [...tapsNeeded],
    leftovers: [...(await world.leftovers()), ...(busy > 0 ? [`${busy} calls in flight`] : [])],
    pickedAgain,
  };
}
