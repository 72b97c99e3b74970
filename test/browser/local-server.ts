import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server for one test file, whose handler each test sets. */
export interface LocalServer {
  /** With a trailing slash; available from beforeAll on. */
  url(): string;
  /** Sets the handler of all later requests. Those that it does not answer stay open. */
  answer(listener: (request: IncomingMessage, response: ServerResponse) => void): void;
}

export function useLocalServer(): LocalServer {
  let listener: RequestListener = () => {};
  const server = createServer((request, response) => listener(request, response));
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    // It listens on TCP, so its address is an AddressInfo.
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: (next) => {
      listener = next;
    },
  };
}
