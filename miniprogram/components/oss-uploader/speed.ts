/** How fast the uploads are, over the last seconds. */
export interface Speed {
  /** @param sent so far, in bytes; @param now milliseconds since 1970 */
  note(sent: number, now: number): void;
  /** In bytes a second; `undefined` until it is known. */
  current(): number | undefined;
  /** In seconds, in steps of five; `undefined` until it can be said. */
  secondsLeft(bytes: number): number | undefined;
}

/** In milliseconds. */
const WINDOW = 5000;
const SHORTEST = 1000;
/** Before that the time left jumps about. */
const SETTLED = 3000;
/** A pause: what was before says nothing of what comes. */
const GAP = 3000;

export function createSpeed(): Speed {
  let samples: { sent: number; at: number }[] = [];
  let since = 0;

  function span(): { bytes: number; milliseconds: number } {
    const [first] = samples;
    const last = samples[samples.length - 1];
    return first && last ? { bytes: last.sent - first.sent, milliseconds: last.at - first.at } : NOTHING;
  }

  function current(): number | undefined {
    const { bytes, milliseconds } = span();
    return milliseconds >= SHORTEST && bytes > 0 ? (bytes / milliseconds) * 1000 : undefined;
  }

  return {
    note(sent, now) {
      const last = samples[samples.length - 1];
      if (!last || sent < last.sent || now - last.at > GAP) {
        samples = [];
        since = now;
      }
      samples.push({ sent, at: now });
      samples = samples.filter(({ at }) => now - at <= WINDOW);
    },
    current,
    secondsLeft(bytes) {
      const speed = current();
      const last = samples[samples.length - 1];
      if (speed === undefined || !last || last.at - since < SETTLED) return undefined;
      return Math.max(5, Math.ceil(bytes / speed / 5) * 5);
    },
  };
}

const NOTHING = { bytes: 0, milliseconds: 0 };
