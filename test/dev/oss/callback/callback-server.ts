import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A callback as it arrived. */
export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface CallbackServer {
  /** Without a slash at the end. */
  url: string;
  received: ReceivedRequest[];
  /** Fulfilled by the next request, when it has arrived whole. */
  next(): Promise<unknown>;
}

const running: Server[] = [];

/** Starts a server that OSS may tell of uploads; it is gone after the test, see `endCallbackServers`. */
export async function runCallbackServer(
  answer: (response: ServerResponse, request: ReceivedRequest) => void = (response) => response.end('{"Status":"OK"}'),
): Promise<CallbackServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const whole = { method, url, headers, body: Buffer.concat(chunks).toString() };
    received.push(whole);
    server.emit('received');
    answer(response, whole);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  running.push(server);
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { url: `http://127.0.0.1:${port}`, received, next: () => once(server, 'received') };
}

/** For `afterEach`. Ends open connections too. */
export async function endCallbackServers(): Promise<void> {
  for (const server of running.splice(0)) {
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await closed;
  }
}
