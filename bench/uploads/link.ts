export interface Link {
  /** Bytes per second in each direction, shared by all connections. */
  bandwidth: number;
  /** In milliseconds. */
  roundTrip: number;
}

/** Round trips before the first byte of a connection: one for TCP, one for TLS 1.3. https://www.rfc-editor.org/rfc/rfc8446#section-2 */
export const HANDSHAKES = 2;
/** In bytes: what a segment carries on Ethernet. */
export const SEGMENT = 1460;
/** In bytes: https://www.rfc-editor.org/rfc/rfc6928 */
export const FIRST_WINDOW = 10 * SEGMENT;

/** In bytes: enough to fill the line twice, as the buffer before a line usually lets it grow. */
export function largestWindow({ bandwidth, roundTrip }: Link): number {
  return Math.max(64 * 1024, (2 * bandwidth * roundTrip) / 1000);
}

/**
 * The least time in which some connections, opened together, carry bytes up the line and get an answer: handshakes, slow
 * start, bandwidth and one last round trip. In seconds.
 * @param shares bytes for each connection
 */
export function leastTime(link: Link, shares: readonly number[]): number {
  let time = HANDSHAKES * link.roundTrip;
  let left = [...shares];
  for (let window = FIRST_WINDOW; ; window = Math.min(largestWindow(link), 2 * window)) {
    const sending = left.map((bytes) => Math.min(bytes, window));
    left = left.map((bytes) => bytes - Math.min(bytes, window));
    const busy = (sum(sending) / link.bandwidth) * 1000;
    if (sum(left) === 0) return (time + busy + link.roundTrip) / 1000;
    time += Math.max(busy, link.roundTrip);
  }
}

/** Divides bytes evenly. */
export function evenShares(bytes: number, connections: number): number[] {
  const share = Math.ceil(bytes / connections);
  return Array.from({ length: connections }, (_, n) => Math.max(0, Math.min(share, bytes - n * share)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
