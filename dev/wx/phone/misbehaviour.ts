import { seededRandom } from '../../oss/faults/faults';

/** What a phone, its network and other code on it do to a mini-program, and how often by default: 0 to 1, of each occasion. */
export const MISBEHAVIOURS = {
  /** A call of `wx` fails; half of the time it was carried out all the same. */
  'call-fails': 0.01,
  /** A call throws; half of the time it was carried out, and answers too. */
  'call-throws': 0.01,
  /** A call never answers; half of the time it was carried out. */
  'call-silent': 0.005,
  /** A call answers twice, the second time the opposite. */
  'call-twice': 0.02,
  /** A call that reads or writes storage throws, as it does once in a while. */
  'storage-throws': 0.01,
  /** Other code fills the storage: nothing can be written for a while. */
  'storage-filled': 0.002,
  /** Other code overwrites a record between two runs. */
  'storage-garbled': 0.3,
  /** Other code fills the disk: nothing can be copied for a while. */
  'disk-filled': 0.005,
  /** `copyFile` says that it succeeded, and wrote half of the bytes. */
  'copy-cut': 0.03,
  /** A picked file is gone soon after. */
  'temp-vanishes': 0.01,
  /** In a new run a temp path of an earlier one holds another picture. */
  'temp-reused': 0.5,
  /** An event says that the network is gone, and nothing corrects it. */
  'network-event-false': 0.3,
  /** The client shows no headers of an answer. */
  'no-headers': 0.1,
  /** The client reports no progress. */
  'no-progress': 0.1,
  /** The https connection fails: another certificate than expected. */
  tls: 0.02,
  /** A redirect leads to a domain that is not listed. */
  'redirect-unlisted': 0.02,
  /** A network's sign-in page answers in place of the backend or OSS: 200 with HTML, 204, 302, 403 with HTML. */
  'portal-200': 0.02,
  'portal-204': 0.02,
  'portal-302': 0.02,
  'portal-403': 0.02,
} as const;

export type Misbehaviour = keyof typeof MISBEHAVIOURS;

export const MISBEHAVIOUR_KINDS = Object.keys(MISBEHAVIOURS) as Misbehaviour[]; // of a constant: it has no other keys

export interface ChanceOptions {
  seed: number;
  /** Default: those of the table. */
  rates?: Partial<Readonly<Record<Misbehaviour, number>>>;
  /** Called at each misbehaviour. */
  onMisbehaviour?: (kind: Misbehaviour) => void;
}

/** Decides when a phone misbehaves. Each kind has a random sequence of its own: its n-th occasion is the same for a seed. */
export interface Chance {
  /** Whether it misbehaves on this occasion. */
  hits(kind: Misbehaviour): boolean;
  /** 0 up to, but not including, 1: what a misbehaviour does in detail. */
  random(kind: Misbehaviour): number;
  /** From now on nothing misbehaves. */
  calm(): void;
}

export function createChance({ seed, rates = MISBEHAVIOURS, onMisbehaviour = () => {} }: ChanceOptions): Chance {
  const sequences = new Map(
    MISBEHAVIOUR_KINDS.map((kind, index) => [kind, seededRandom(seed * MISBEHAVIOUR_KINDS.length + index)]),
  );
  const random = (kind: Misbehaviour) => sequences.get(kind)?.() ?? 0;
  let isCalm = false;
  return {
    random,
    hits(kind) {
      if (isCalm || random(kind) >= (rates[kind] ?? 0)) return false;
      onMisbehaviour(kind);
      return true;
    },
    calm() {
      isCalm = true;
    },
  };
}
