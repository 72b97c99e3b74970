import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const running: Server[] = [];

/** Starts a server on loopback, which `endServers` stops. @returns its URL without a trailing slash */
export async function runServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  running.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${port}`;
}

/** For `afterEach`. */
export async function endServers(): Promise<void> {
  for (const server of running.splice(0)) {
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await closed;
  }
}
