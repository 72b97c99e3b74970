import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBackend } from '../../dev/cloud/backend';
import { startLocalCloud } from '../../dev/cloud/local-cloud';
import { developmentSettings } from '../../dev/oss/development-settings';
import { FAULT_KINDS, type FaultKind } from '../../dev/oss/faults/faults';
import { createChance, MISBEHAVIOURS, type Misbehaviour } from '../../dev/wx/phone/misbehaviour';
import { createPhone } from '../../dev/wx/phone/phone';
import { readServerSettings } from '../../server/settings';
import { createLedger } from './ledger';

/** Everything that goes wrong at a rate: the phone's misbehaviour, and OSS's faults. Portals stand in front of both. */
export type ChaosKind = Misbehaviour | FaultKind;

export type ChaosRates = Partial<Readonly<Record<ChaosKind, number>>>;

export const DEFAULT_RATES: ChaosRates = {
  ...Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.02])),
  ...MISBEHAVIOURS,
};

/** The people who use the phone in turn, with what their object keys begin with. */
export const PREFIXES = { ann: 'ann/', ben: 'ben/' } as const;

export type Owner = keyof typeof PREFIXES;

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A phone, a backend for each owner and a bucket, all of which misbehave until they are calmed. */
export async function openWorld(seed: number, rates: ChaosRates) {
  const folder = await mkdtemp(path.join(tmpdir(), 'chaos-'));
  const ossDir = path.join(folder, 'oss');
  const ledger = createLedger(path.join(ossDir, 'contents'));
  const faults: Partial<Record<string, number>> = {};
  const count = (kind: string) => {
    faults[kind] = (faults[kind] ?? 0) + 1;
  };
  const ossRates = { ...rates };
  const secret = { OSS_ACCESS_KEY_SECRET: `secret-${seed}` };
  const cloud = await startLocalCloud({
    dataDir: ossDir,
    environment: { ...secret, OSS_DIR: PREFIXES.ann },
    oss: {
      faults: { seed, latency: 0, bandwidth: 20_000_000, rates: ossRates },
      onFault: count,
      onStored: ledger.stored,
    },
  });
  const bens = { ...developmentSettings, ...secret, OSS_DIR: PREFIXES.ben, OSS_HOST: cloud.ossUrl };
  const backend = await startBackend({
    settings: readServerSettings(bens),
    listenHost: '127.0.0.1',
    publicHost: '127.0.0.1',
    port: 0,
    now: () => new Date(),
  });
  const chance = createChance({ seed, rates, onMisbehaviour: count });
  const picks: string[][] = [];
  let posts = 0;
  const phoneDir = path.join(folder, 'phone');
  const phone = createPhone({
    dir: phoneDir,
    picks,
    chance,
    watcher: ledger.watcher,
    onGarbled: ledger.garbled,
    resolveUrl(url) {
      if (url.startsWith(cloud.ossUrl)) posts++;
      return url;
    },
  });

  return {
    folder,
    ledger,
    phone,
    /** What the picker returns next. */
    picks,
    faults,
    count,
    posts: () => posts,
    policyUrls: { ann: cloud.policyUrl, ben: backend.policyUrl },
    /** From now on nothing goes wrong. */
    calm() {
      chance.calm();
      for (const kind of FAULT_KINDS) ossRates[kind] = 0;
    },
    /** Copies, parts of copies and records of images on the phone. */
    async leftovers(): Promise<string[]> {
      const entries = await readdir(path.join(phoneDir, 'usr'), { recursive: true, withFileTypes: true });
      const storage: object = JSON.parse(await readFile(path.join(phoneDir, 'storage.json'), 'utf8'));
      return [
        ...entries.filter((entry) => entry.isFile()).map(({ name }) => name),
        ...Object.keys(storage).filter((key) => key.includes('/image/')),
      ];
    },
    async close() {
      phone.kill();
      await Promise.all([cloud.close(), backend.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
