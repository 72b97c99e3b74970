import { createReadStream } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import type { Client } from './client';
import { evenShares } from './link';

/** As many as WeChat has uploads in flight. */
export const RAW_CONNECTIONS = 10;

/** In bytes: a connection begins with the length of what follows. */
const HEAD = 8;

/** Sends as many bytes as the pictures have over a few connections at once, without HTTP: the calibrator. */
export const uploadRaw: Client = async ({ pictures, rawPort, picked }) => {
  const bytes = pictures.reduce((all, { size }) => all + size, 0);
  picked();
  await Promise.all(evenShares(bytes, RAW_CONNECTIONS).map((share) => send(share, rawPort)));
};

function send(bytes: number, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const head = Buffer.alloc(HEAD);
    head.writeBigUInt64BE(BigInt(bytes));
    socket.write(head);
    if (bytes > 0) createReadStream('/dev/zero', { end: bytes - 1 }).pipe(socket, { end: false });
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('A raw connection was closed before its answer.')));
  });
}

/** Takes what `uploadRaw` sends, and answers each connection with one byte. */
export function createRawSink(): Server {
  return createServer((socket) => {
    let head = Buffer.alloc(0);
    let received = 0;
    socket.on('error', () => {}); // the sender sees it too
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (head.length < HEAD) head = Buffer.concat([head, chunk]).subarray(0, HEAD);
      if (head.length === HEAD && received === HEAD + Number(head.readBigUInt64BE())) socket.write(Buffer.alloc(1));
    });
  });
}
