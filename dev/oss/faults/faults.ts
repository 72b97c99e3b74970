/** How an upload can fail. The command line uses the same names. */
export const FAULT_KINDS = [
  /** The connection is cut before the form is read. */
  'cut-before',
  /** The connection is cut when half of the form is read. */
  'cut-during',
  /** The object is stored, then the connection is cut. */
  'cut-after',
  /** 500 InternalError, nothing is stored. */
  '500',
  /** 503 ServiceUnavailable with Retry-After, nothing is stored. */
  '503',
  /** 403 AccessDenied, the policy is said to have expired; nothing is stored. */
  'expired',
  /** The form is read, nothing is stored and nothing is ever answered. */
  'silence',
  /** The object is stored, and nothing is ever answered. */
  'silence-after',
  /** The object is stored, the answer is 203 CallbackFailed. */
  '203',
  /** A captive portal's page of HTML, 200, in the place of OSS's answer; nothing is stored, as for the others of its kind. */
  'portal-200',
  /** 204 and nothing more, as portals and proxies answer. */
  'portal-204',
  /** 302 to the portal's page. */
  'portal-302',
  /** 307 to a server with an untrusted certificate. */
  'certificate',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** How the local OSS misbehaves, for uploads only: what is stored can be read as ever. */
export interface Faults {
  /** Decides which upload meets which fault: the n-th one always the same. */
  seed: number;
  /** Before an answer, in milliseconds. */
  latency: number;
  /** Of all uploads together, in bytes a second; Infinity for no limit. */
  bandwidth: number;
  /** How many of the uploads meet each fault, 0 to 1; 1 at most in all. */
  rates: Readonly<Partial<Record<FaultKind, number>>>;
}

export const NO_FAULTS: Faults = { seed: 1, latency: 0, bandwidth: Number.POSITIVE_INFINITY, rates: {} };

/** The same sequence for the same seed: numbers from 0 up to, but not including, 1 (a linear congruential generator, mixed). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x45d9f3b) >>> 0;
    mixed = (mixed ^ (mixed >>> 16)) >>> 0;
    return mixed / 2 ** 32;
  };
}

/** Draws the fault of each upload, in the order in which they begin; `undefined` for none. */
export function faultSequence({ seed, rates }: Pick<Faults, 'seed' | 'rates'>): () => FaultKind | undefined {
  const random = seededRandom(seed);
  return () => {
    let left = random();
    return FAULT_KINDS.find((kind) => {
      left -= rates[kind] ?? 0;
      return left < 0;
    });
  };
}
