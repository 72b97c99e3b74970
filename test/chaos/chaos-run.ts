import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../dev/oss/faults/faults';
import { createImageId } from '../../miniprogram/services/oss-upload/inspect';
import { pickImages } from '../../miniprogram/services/oss-upload/steps';
import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';
import { startTimer } from '../../miniprogram/services/oss-upload/wx/timer';
import { makePicture } from '../pictures/pictures';
import { sha1 } from './ledger';
import { openPage, type Page } from './page';
import { settle } from './settle';
import { type ChaosRates, type Owner, openWorld } from './world';

export interface ChaosOptions {
  seed: number;
  /** Pictures that are picked, and are to be stored once each. */
  uploads: number;
  rates: ChaosRates;
}

/** Each violation is a line that names what it was found in. */
export interface Violations {
  /** Held images (their record written, or a whole copy made) that never arrived, or that the person was asked to pick again although a whole copy had been made. */
  lost: string[];
  /** Objects beyond one for each picture. */
  doubled: string[];
  /** Objects with other bytes than picked, or under another person's prefix. */
  wrongBytes: string[];
  /** Images that were called stored while the bucket did not hold their bytes under that key. */
  falselyStored: string[];
  /** Images that are called failed though the bucket holds them, or for a reason that their file does not have. */
  falselyFailed: string[];
  /** Images that a person had to retry although nothing permanent was wrong: network, OSS and phone were well again. */
  tapsNeeded: string[];
  /** Files and records of images on the phone once the list is cleared, and calls in flight. */
  leftovers: string[];
}

export const VIOLATIONS = [
  'lost',
  'doubled',
  'wrongBytes',
  'falselyStored',
  'falselyFailed',
  'tapsNeeded',
  'leftovers',
] as const satisfies (keyof Violations)[];

export interface ChaosFigures extends Violations {
  uploads: number;
  /** Posts that reached the network. */
  posts: number;
  /** How often each thing went wrong, by its name. */
  faults: Partial<Record<string, number>>;
  kills: number;
  /** Images picked again, as the person was asked to or because nothing was held of them: no write had happened. */
  pickedAgain: number;
}

/** After a pick of so many pictures the mini-program is killed, or the phone disturbed. */
const KILLS = 0.2;
const DISTURBANCES = 0.6;

/**
 * Two people upload pictures from one phone to the local OSS with the mini-program's own code, over real connections, while
 * everything of `rates` goes wrong and the phone goes to the background, freezes, changes the network, closes the page and
 * kills the mini-program. Then everything is well again, and what is true is compared with what the mini-program says.
 */
export async function runChaos({ seed, uploads, rates }: ChaosOptions): Promise<ChaosFigures> {
  const world = await openWorld(seed, rates);
  const { ledger, phone } = world;
  const random = seededRandom(seed);
  // Of its own: how often the others are asked depends on connections and files, and a seed is to kill as often each time.
  const afterPick = seededRandom(seed + 1);
  const falselyStored: string[] = [];
  let kills = 0;

  const open = (owner: Owner, wx = phone.start()): Page => openPage({ world, owner, wx, random, falselyStored });
  let page = open('ann');

  function disturb(): void {
    const soon = 20 * random();
    const choice = random();
    if (choice < 0.2) {
      world.count('background');
      phone.hide();
      // JavaScript goes on for a little while, and stands still then.
      if (random() < 0.7) startTimer(soon / 4, phone.freeze);
      startTimer(soon, phone.show);
    } else if (choice < 0.35) {
      world.count('frozen');
      phone.freeze();
      startTimer(3 * soon, phone.thaw);
    } else if (choice < 0.6) {
      world.count('network');
      phone.setNetwork('none');
      startTimer(soon, () => phone.setNetwork(random() < 0.5 ? '4g' : 'wifi'));
    } else if (choice < 0.85) {
      const owner = random() < 0.5 ? page.owner : other(page.owner);
      world.count(owner === page.owner ? 'page-reopened' : 'owner-changed');
      page.uploader.close();
      page = open(owner, page.wx);
    } else {
      world.count('paused');
      page.uploader.pause();
      page.uploader.resume();
    }
  }

  /** Picks these files in the page's own picker. */
  async function pick(files: readonly string[], digests: readonly string[]): Promise<void> {
    const { uploader, owner, wx } = page;
    world.picks.push([...files]);
    const images = await pickImages({ createId: () => createImageId(Date.now(), random) }, wx);
    for (const [index, { id }] of images.entries()) ledger.pick({ id, digest: digests[index] ?? '', owner });
    const adding = uploader.add(images);
    // Some are interrupted while they are copied.
    if (random() < 0.7) await Promise.race([adding, page.changes(100)]);
    await page.changes(Math.floor(15 * random()));
  }

  const fileOf = new Map<string, string>();
  try {
    for (let picked = 0; picked < uploads; picked += LIMITS.picks) {
      const count = Math.min(LIMITS.picks, uploads - picked);
      const pictures = await Promise.all(Array.from({ length: count }, (_, i) => newPicture(picked + i)));
      // Sometimes one file is picked twice.
      const some = random() < 0.3 && count < LIMITS.picks ? [...pictures, ...pictures.slice(0, 1)] : pictures;
      await pick(
        some.map(({ file }) => file),
        some.map(({ digest }) => digest),
      );
      const chosen = afterPick();
      if (chosen < KILLS) {
        kills++;
        phone.kill();
        page = open(random() < 0.5 ? page.owner : other(page.owner));
      } else if (chosen < KILLS + DISTURBANCES) disturb();
    }
    const settled = await settle({ world, page, open, pick: pickAgain });
    const { faults, posts } = world;
    return { uploads, posts: posts(), faults, kills, falselyStored, ...settled };
  } finally {
    await world.close();
  }

  async function pickAgain(digests: readonly string[], on: Page): Promise<void> {
    page = on;
    for (let first = 0; first < digests.length; first += LIMITS.picks) {
      const some = digests.slice(first, first + LIMITS.picks);
      await pick(
        some.map((digest) => fileOf.get(digest) ?? ''),
        some,
      );
    }
  }

  async function newPicture(number: number): Promise<{ file: string; digest: string }> {
    const head = await makePicture('jpeg', { seed: seed * 10_000 + number });
    const bytes = Buffer.concat([head, Buffer.alloc(Math.floor(20_000 * random()), `picture ${seed} ${number} `)]);
    const file = path.join(world.folder, `picture-${number}.jpg`);
    await writeFile(file, bytes);
    const digest = sha1(bytes);
    fileOf.set(digest, file);
    return { file, digest };
  }
}

function other(owner: Owner): Owner {
  return owner === 'ann' ? 'ben' : 'ann';
}
