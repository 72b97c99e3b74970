import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cannotListen } from '../../cli/cannot-listen';

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
      reject(cannotListen(error, { what: 'the preview', host, port, flag: 'npm start -- --port' }));
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
