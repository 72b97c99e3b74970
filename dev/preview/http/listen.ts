import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/** Starts an HTTP server. @throws an Error that names host and port when these cannot be listened on */
export function listen(listener: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const reason = taken ? 'another program listens there; choose another port.' : error.message;
      reject(new Error(`The preview cannot listen on ${host}:${port}: ${reason}`));
    });
    server.listen(port, host, () => {
      resolve({
        // A server that listens on a host and port has an address of this form.
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
