import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server for one test file, whose answers each test sets. */
export interface LocalServer {
  /** Ends in a slash; there from beforeAll on. */
  url(): string;
  /** Answers all requests from now on; unanswered ones wait. */
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
    // A server that listens on a host and port has an address of this form.
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: (next) => {
      listener = next;
    },
  };
}
