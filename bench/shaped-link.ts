import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createPacer } from '../dev/oss/faults/pacer';

export interface Link {
  /** Upwards, of all connections together, in bytes a second. Downwards it is as fast. */
  bandwidth: number;
  /** In milliseconds. A new connection costs one more, as a TCP handshake does. */
  roundTrip: number;
}

/** A way to one port over a link. */
export interface ShapedLink {
  /** The port to go to instead. */
  port: number;
  close(): Promise<void>;
}

/** Of what is under way between the ends, in bytes: little, so that the sender's progress is true. */
const STEP = 16 * 1024;

/** Links to several ports that share one line. */
export function createLine({ bandwidth, roundTrip }: Link) {
  const now = () => performance.now();
  const sleep = async (milliseconds: number) => void (await wait(milliseconds));
  const up = createPacer(bandwidth, { now, wait: sleep });
  const down = createPacer(bandwidth, { now, wait: sleep });

  /** What comes in at one end goes out at the other half a round trip later, no faster than the line. */
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
          socket.on('error', () => {}); // the other end gets it
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
