import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createPacer } from '../dev/oss/faults/pacer';

export interface Link {
  /** Bytes per second in each direction, shared by all connections. */
  bandwidth: number;
  /** In milliseconds. Opening a connection costs an extra round trip, like a TCP handshake. */
  roundTrip: number;
}

/** A proxy to one port over the link. */
export interface ShapedLink {
  /** The port to connect to instead. */
  port: number;
  close(): Promise<void>;
}

/** Chunk and buffer size in bytes: small, so that the sender's progress is accurate. */
const STEP = 16 * 1024;

/** Creates proxies to several ports that share one line's bandwidth. */
export function createLine({ bandwidth, roundTrip }: Link) {
  const now = () => performance.now();
  const sleep = async (milliseconds: number) => void (await wait(milliseconds));
  const up = createPacer(bandwidth, { now, wait: sleep });
  const down = createPacer(bandwidth, { now, wait: sleep });

  /** Forwards data half a round trip later, at most at the line's bandwidth. */
  async function carry(
    from: Socket,
    to: Socket,
    pace: (bytes: number) => Promise<void>,
    established: Promise<unknown>,
  ) {
    let last: Promise<unknown> = established;
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length; at += STEP) {
          const piece = chunk.subarray(at, at + STEP);
          await pace(piece.length);
          const arrival = wait(roundTrip / 2);
          const before = last;
          last = Promise.all([before, arrival]).then(() => to.write(piece));
          if (to.writableNeedDrain) await last;
        }
      }
      await last;
      to.end();
    } catch {
      to.destroy();
    }
  }

  return {
    async to(port: number): Promise<ShapedLink> {
      const sockets = new Set<Socket>();
      const server = createServer({ noDelay: true, highWaterMark: STEP }, (near) => {
        const far = connect({ port, host: '127.0.0.1', noDelay: true });
        const established = wait(roundTrip);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on('error', () => {}); // `close` follows and destroys both ends
          socket.on('close', () => {
            sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
        }
        void carry(near, far, up, established);
        void carry(far, near, down, Promise.resolve());
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The link listens on no port.');
      return {
        port: address.port,
        async close() {
          for (const socket of sockets) socket.destroy();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}
