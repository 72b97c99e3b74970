import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ScriptedAnswer {
  /** Default 200. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Default: Node's own, with the right time, where `headers` has none. */
  date?: 'none';
  /** Bytes and text go as they are, everything else as JSON. Default: empty. */
  body?: unknown;
}

export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const running: Server[] = [];

/** Starts a server that answers as the test says. @returns its address, without a slash at the end */
export async function serve(answerTo: (request: ReceivedRequest) => ScriptedAnswer): Promise<string> {
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const answer = answerTo({ method, path, headers, body: await buffer(request) });
    response.sendDate = answer.date !== 'none';
    response.writeHead(answer.status ?? 200, answer.headers);
    response.end(bodyOf(answer.body));
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** @returns the port */
export async function listen(server: Server): Promise<number> {
  running.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo; // it listens on TCP
  return address.port;
}

/** For `afterEach`. */
export async function endServers(): Promise<void> {
  for (const server of running.splice(0)) {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

function bodyOf(body: unknown): string | Buffer {
  if (body === undefined) return '';
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}
