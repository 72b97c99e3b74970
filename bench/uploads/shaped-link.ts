import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { FIRST_WINDOW, HANDSHAKES, type Link, largestWindow, SEGMENT } from './link';

/** One line, shared by the connections to several ports. */
export interface ShapedLine {
  /** Opens the line to a port. @returns the port to connect to instead */
  to(port: number): Promise<number>;
  /** Bytes sent up the line so far, over all connections. */
  sent(): number;
  close(): Promise<void>;
}

/** Chunk in bytes: small, so that connections share the line evenly. */
const STEP = 5 * SEGMENT;
/** In milliseconds: how late the machine may notice what was due without slowing the line down. */
const SLACK = 20;

const now = () => performance.now();

async function until(time: number): Promise<void> {
  const ahead = time - now();
  if (ahead > 0) await wait(ahead);
}

/** One direction of the line. Calling it sends bytes that were ready at a time, behind all sent before. @returns when the last one has left */
function createLane(bandwidth: number): (bytes: number, ready: number) => number {
  let free = 0;
  return (bytes, ready) => {
    free = Math.max(free, ready) + (bytes / bandwidth) * 1000;
    return free;
  };
}

/** The congestion window of one connection in one direction: slow start, up to what fills the line twice. */
function createWindow(link: Link) {
  let size = FIRST_WINDOW;
  let inFlight = 0;
  let opened = (_due: number) => {};
  return {
    /** Waits until bytes may be sent. @returns when the acknowledgement for which they waited was due, 0 if for none */
    async room(bytes: number): Promise<number> {
      let ready = 0;
      while (inFlight + bytes > size) {
        ready = await new Promise<number>((resolve) => {
          opened = resolve;
        });
      }
      inFlight += bytes;
      return ready;
    },
    acknowledge(bytes: number, due: number): void {
      inFlight -= bytes;
      size = Math.min(largestWindow(link), size + bytes);
      opened(due);
    },
  };
}

/**
 * Creates a line with a bandwidth, a round trip, handshakes and slow start. All times are reckoned from when things were
 * due and not from when a timer fired, so that late timers do not add up.
 * @param cuts positions in the bytes sent up, ascending: the connection that sends the byte at one of them is cut there
 */
export function createLine(link: Link, cuts: readonly number[] = []): ShapedLine {
  const half = link.roundTrip / 2;
  const up = createLane(link.bandwidth);
  const down = createLane(link.bandwidth);
  const ahead = [...cuts];
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let sent = 0;

  /** @returns whether the connection is cut here */
  function countUp(bytes: number): boolean {
    sent += bytes;
    if (ahead[0] === undefined || sent < ahead[0]) return false;
    ahead.shift();
    return true;
  }

  async function carry(from: Socket, to: Socket, direction: 'up' | 'down', opens: number): Promise<void> {
    const lane = direction === 'up' ? up : down;
    const window = createWindow(link);
    await until(opens);
    let arrived: Promise<unknown> = Promise.resolve();
    let left = opens;
    // An end in one direction leaves the other one open.
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += STEP) {
        const piece = chunk.subarray(at, at + STEP);
        const due = Math.max(left, await window.room(piece.length));
        left = lane(piece.length, now() - due < SLACK ? due : now());
        await until(left);
        if (direction === 'up' && countUp(piece.length)) throw new Error('The connection is cut here.');
        arrived = Promise.all([arrived, until(left + half)]).then(() => to.write(piece));
        const answered = left + link.roundTrip;
        void until(answered).then(() => window.acknowledge(piece.length, answered));
      }
    }
    await arrived;
    to.end();
  }

  function accept(near: Socket, port: number): void {
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}); // `close` follows
      socket.on('close', () => sockets.delete(socket));
    }
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    near.once('close', () => near.writableFinished || cut());
    far.once('close', () => far.writableFinished || cut());
    carry(near, far, 'up', now() + HANDSHAKES * link.roundTrip).catch(cut);
    carry(far, near, 'down', 0).catch(cut);
  }

  return {
    async to(port) {
      const options = { noDelay: true, highWaterMark: STEP, allowHalfOpen: true };
      const server = createServer(options, (near) => accept(near, port));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The link listens on no port.');
      return address.port;
    },
    sent: () => sent,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
