import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Writes each body to a file and checks nothing: the least that storing takes. Run as a process of its own, with a folder. */
const [, , folder = '.'] = process.argv;
let count = 0;
const server = createServer((request, response) => {
  count++;
  pipeline(request, createWriteStream(path.join(folder, String(count)))).then(
    () => response.writeHead(204).end(),
    () => response.destroy(),
  );
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // it listens on TCP
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
