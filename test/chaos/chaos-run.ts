import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud } from '../../dev/cloud/local-cloud';
import { FAULT_KINDS, type FaultKind, seededRandom } from '../../dev/oss/faults/faults';
import type { NetworkType } from '../../dev/wx/node/life';
import { createPhone } from '../../dev/wx/phone/phone';
import { createUploader, type PickedImage } from '../../miniprogram/services/oss-upload/index';
import { pickImages } from '../../miniprogram/services/oss-upload/steps';
import type { FileSystem } from '../../miniprogram/services/oss-upload/wx/contract';
import { LIMITS } from '../../miniprogram/services/oss-upload/wx/limits';
import { startTimer } from '../../miniprogram/services/oss-upload/wx/timer';
import { makePicture } from '../pictures/pictures';

export interface ChaosOptions {
  seed: number;
  pictures: number;
  /** Share of the uploads and policy requests that fail, 0 to 1. */
  faultRate: number;
  /** How often the mini-program is killed and restarted. */
  kills: number;
}

export interface ChaosFigures {
  pictures: number;
  /** Picked pictures whose exact bytes are in the bucket. */
  arrived: number;
  /** Objects in the bucket beyond one per picture. */
  surplus: number;
  /** Number of times that an object was stored, overwrites included. */
  stores: number;
  faults: Partial<Record<FaultKind, number>>;
  policyRequests: number;
  /** Upload attempts, over all runs of the mini-program. */
  uploads: number;
  kills: number;
  /** Background switches, network changes and pauses. */
  disturbances: number;
  /** Images that gave up and were retried manually. */
  retriedByHand: number;
  /** Images picked again because their file was lost in a restart before it was copied. */
  pickedAgain: number;
  /** Leftovers: copies on the phone, calls in flight, and images in its storage once the list is cleared. */
  keptFiles: string[];
  callsInFlight: number;
  keptImages: string[];
}

/** Speeds up backoff and stall time-outs, or a run would take minutes. */
const HASTE = 100;

/**
 * Uploads pictures from a phone to the local OSS with the mini-program's own code, over real connections and under every
 * fault, while the phone goes to the background, changes the network and kills the mini-program.
 */
export async function runChaos({ seed, pictures, faultRate, kills }: ChaosOptions): Promise<ChaosFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chaos-'));
  const random = seededRandom(seed);
  const faults: ChaosFigures['faults'] = {};
  let stores = 0;
  let policyRequests = 0;
  let uploads = 0;
  const cloud = await startLocalCloud({
    dataDir: path.join(folder, 'oss'),
    oss: {
      faults: {
        seed,
        latency: 0,
        bandwidth: 20_000_000,
        rates: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, faultRate / FAULT_KINDS.length])),
      },
      onFault: (kind) => {
        faults[kind] = (faults[kind] ?? 0) + 1;
      },
      onStored: () => stores++,
    },
  });
  const digests = new Set<string>();
  const picks: string[][] = [];
  const figures = { kills: 0, disturbances: 0, retriedByHand: 0, pickedAgain: 0 };
  const phone = createPhone({
    dir: path.join(folder, 'phone'),
    picks,
    resolveUrl(url) {
      if (url.startsWith(cloud.ossUrl)) uploads++;
      if (url !== cloud.policyUrl) return url;
      policyRequests++;
      return random() < faultRate ? 'http://127.0.0.1:9/' : url; // nothing listens on the discard port
    },
  });

  try {
    let lifetime = begin();
    let picked = 0;
    /** The file of each picked image, by id. */
    const fileOf = new Map<string, string>();
    const pick = async (files: string[]) => {
      const images: PickedImage[] = [];
      for (let first = 0; first < files.length; first += LIMITS.picks) {
        const some = files.slice(first, first + LIMITS.picks);
        picks.push(some);
        for (const [index, image] of (await pickImages({}, lifetime.wx)).entries()) {
          fileOf.set(image.id, some[index] ?? '');
          images.push(image);
        }
      }
      return images;
    };
    const kill = () => {
      figures.kills++;
      phone.kill();
      lifetime = begin();
    };
    const disturb = () => {
      figures.disturbances++;
      const choice = random();
      if (choice < 0.3) {
        phone.hide();
        startTimer(20 * random(), phone.show);
      } else if (choice < 0.8) {
        const next: NetworkType = choice < 0.5 ? 'none' : choice < 0.65 ? '4g' : 'wifi';
        phone.setNetwork(next);
        if (next === 'none') startTimer(20 * random(), () => phone.setNetwork('wifi'));
      } else {
        lifetime.uploader.pause();
        lifetime.uploader.resume();
      }
    };

    const steps = Math.ceil(pictures / LIMITS.picks);
    const killAfter = new Set(Array.from({ length: kills }, (_, i) => Math.floor(((i + 1) * steps) / (kills + 1))));
    for (let step = 1; step <= steps; step++) {
      const count = Math.min(LIMITS.picks, pictures - picked);
      const files = await Promise.all(Array.from({ length: count }, (_, i) => newPicture(picked + i)));
      picked += count;
      // Sometimes pick one file twice.
      const images = await pick(random() < 0.3 ? [...files, ...files.slice(0, 1)] : files);
      const adding = lifetime.uploader.add(images);
      const isKilled = killAfter.has(step);
      // Half of the kills interrupt the copying of images.
      if (isKilled && random() < 0.5) await lifetime.changes(Math.floor(5 * random()));
      else {
        await adding;
        await lifetime.changes(5 + Math.floor(10 * random()));
      }
      if (isKilled) kill();
      else if (random() < 0.5) disturb();
    }
    for (;;) {
      await lifetime.uploader.finished();
      const failures = lifetime.uploader
        .uploads()
        .flatMap(({ image, state }) => (state.name === 'failed' ? { id: image.id, error: state.error } : []));
      if (failures.length === 0) break;
      const gone = failures.filter(({ error }) => error.code === 'file-missing').map(({ id }) => id);
      for (const { id, error } of failures) if (error.remedy === 'never' && !gone.includes(id)) throw error;
      figures.retriedByHand += failures.length - gone.length;
      lifetime.uploader.retryFailed();
      // Pick lost images again, except duplicates of which a copy is still there.
      const there = [...fileOf].flatMap(([id, file]) => (gone.includes(id) ? [] : file));
      const again = new Set(gone.flatMap((id) => fileOf.get(id) ?? []).filter((file) => !there.includes(file)));
      figures.pickedAgain += again.size;
      for (const id of gone) {
        lifetime.uploader.remove(id);
        fileOf.delete(id);
      }
      await lifetime.uploader.add(await pick([...again]));
    }
    await lifetime.tidied();
    lifetime.uploader.clearStored();
    const callsInFlight = phone.busy();
    phone.kill();
    return {
      pictures,
      ...(await inTheBucket()),
      stores,
      faults,
      policyRequests,
      uploads,
      ...figures,
      callsInFlight,
      ...(await onThePhone()),
    };
  } finally {
    phone.kill();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }

  /** Starts the mini-program. */
  function begin() {
    const wx = phone.start();
    const { files, deletions } = trackDeletions(wx.getFileSystemManager());
    let changesSoFar = 0;
    let waiting: { until: number; resolve: () => void }[] = [];
    const uploader = createUploader({
      policy: { url: cloud.policyUrl },
      onChange: () => {
        changesSoFar++;
        for (const { until, resolve } of waiting) if (changesSoFar >= until) resolve();
        waiting = waiting.filter(({ until }) => changesSoFar < until);
      },
      wx: { ...wx, getFileSystemManager: () => files },
      random,
      timer: (wait, callback) => startTimer(wait / HASTE, callback),
    });
    return {
      wx,
      uploader,
      /** Resolves after `count` more changes, or once all uploads are finished. */
      changes: (count: number) =>
        Promise.race([
          uploader.finished(),
          new Promise<void>((resolve) => waiting.push({ until: changesSoFar + count, resolve })),
        ]),
      /** Resolves once the copies of stored images are deleted. */
      tidied: () => Promise.all(deletions),
    };
  }

  async function newPicture(number: number): Promise<string> {
    const head = await makePicture('jpeg', { seed: seed * 10_000 + number });
    const bytes = Buffer.concat([head, Buffer.alloc(Math.floor(60_000 * random()), `picture ${number} `)]);
    digests.add(sha1(bytes));
    const file = path.join(folder, `picture-${number}.jpg`);
    await writeFile(file, bytes);
    return file;
  }

  async function inTheBucket() {
    const names = await readdir(path.join(folder, 'oss', 'contents'));
    const stored = await Promise.all(
      names.map(async (name) => sha1(await readFile(path.join(folder, 'oss', 'contents', name)))),
    );
    return {
      arrived: [...digests].filter((digest) => stored.includes(digest)).length,
      surplus: stored.length - digests.size,
    };
  }

  async function onThePhone() {
    const entries = await readdir(path.join(folder, 'phone', 'usr'), { recursive: true, withFileTypes: true });
    const storage: object = JSON.parse(await readFile(path.join(folder, 'phone', 'storage.json'), 'utf8'));
    return {
      keptFiles: entries.filter((entry) => entry.isFile()).map(({ name }) => name),
      keptImages: Object.keys(storage).filter((key) => key.includes('/image/')),
    };
  }
}

/** Wraps the file calls to record a promise for each deletion. */
function trackDeletions(files: FileSystem): { files: FileSystem; deletions: readonly Promise<void>[] } {
  const deletions: Promise<void>[] = [];
  return {
    deletions,
    files: {
      ...files,
      unlink(options) {
        const deletion = new Promise<void>((resolve) => {
          files.unlink({
            ...options,
            success(result) {
              options.success?.(result);
              resolve();
            },
            fail(failure) {
              options.fail?.(failure);
              resolve();
            },
          });
        });
        deletions.push(deletion);
      },
    },
  };
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
