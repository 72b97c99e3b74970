import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { evenShares, type Link, leastTime } from '../../bench/uploads/link';
import { createLine, type ShapedLine } from '../../bench/uploads/shaped-link';

/** Reads all, then answers with one byte. */
let server: Server;
let received: number[];
const lines: ShapedLine[] = [];

beforeEach(async () => {
  received = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    let bytes = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('end', () => {
      received.push(bytes);
      socket.end('.');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.close()));
  await new Promise((resolve) => server.close(resolve));
});

async function open(link: Link, cuts: readonly number[] = []) {
  const line = createLine(link, cuts);
  lines.push(line);
  return { line, port: await line.to((server.address() as AddressInfo).port) };
}

/** @returns seconds until the answer, or undefined where the connection was cut */
async function send(port: number, bytes: number): Promise<number | undefined> {
  const begun = performance.now();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {}); // `close` follows
  socket.end(Buffer.alloc(bytes));
  const isAnswered = await new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  const seconds = (performance.now() - begun) / 1000;
  socket.destroy();
  return isAnswered ? seconds : undefined;
}

test('carries every byte both ways, and no faster than the link allows', async () => {
  const link = { bandwidth: 4_000_000, roundTrip: 20 };
  const { line, port } = await open(link);
  const seconds = await send(port, 1_000_000);
  expect(received).toEqual([1_000_000]);
  expect(line.sent()).toBe(1_000_000);
  expect(seconds).toBeGreaterThan(0.97 * leastTime(link, [1_000_000]));
});

test('half the bandwidth takes twice as long', async () => {
  const fast = await open({ bandwidth: 8_000_000, roundTrip: 1 });
  const slow = await open({ bandwidth: 1_000_000, roundTrip: 1 });
  const [fastTime = 0, slowTime = 0] = [await send(fast.port, 1_000_000), await send(slow.port, 1_000_000)];
  // Eight times, less what a busy machine adds to the short one.
  expect(slowTime / fastTime).toBeGreaterThan(3);
});

test('connections share the bandwidth of one line', async () => {
  const link = { bandwidth: 2_000_000, roundTrip: 10 };
  const { port } = await open(link);
  const times = await Promise.all([send(port, 500_000), send(port, 500_000)]);
  for (const time of times) expect(time).toBeGreaterThan(0.4);
  expect(Math.max(...times.map((time) => time ?? 0))).toBeGreaterThan(0.97 * leastTime(link, [500_000, 500_000]));
});

test('a connection waits for its handshakes and for slow start', async () => {
  const link = { bandwidth: 100_000_000, roundTrip: 60 };
  const { port } = await open(link);
  // 60 KB take three windows: 14.6, 29.2 and the rest.
  expect(await send(port, 60_000)).toBeGreaterThan((2 + 2 + 1) * 0.06 * 0.97);
});

test('cuts the connection that sends the byte at the cut, and leaves later ones alone', async () => {
  const { port } = await open({ bandwidth: 50_000_000, roundTrip: 1 }, [500_000]);
  expect(await send(port, 1_000_000)).toBeUndefined();
  expect(received).not.toContain(1_000_000);
  expect(await send(port, 1_000_000)).toBeDefined();
  expect(received).toContain(1_000_000);
});

describe('the least time', () => {
  const link = { bandwidth: 1_000_000, roundTrip: 100 };

  test('is two handshakes, the bytes and a round trip where one window is enough', () => {
    expect(leastTime(link, [10_000])).toBeCloseTo(0.2 + 0.01 + 0.1);
  });

  test('counts a round trip for each window that does not fill the line', () => {
    expect(leastTime(link, [14_600 + 29_200])).toBeCloseTo(0.2 + 0.1 + 0.0292 + 0.1);
  });

  test('comes near bytes over bandwidth for much to send', () => {
    expect(leastTime(link, evenShares(100_000_000, 10)) / 100).toBeCloseTo(1, 1);
  });
});

test('even shares lose nothing', () => {
  expect(evenShares(10, 4)).toEqual([3, 3, 3, 1]);
  expect(evenShares(1, 3)).toEqual([1, 0, 0]);
});
