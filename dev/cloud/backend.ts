import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { POLICY_ROUTE } from '../../server/policy-route';
import type { ServerSettings } from '../../server/settings';
import { hostInUrl } from '../cli/addresses';
import { cannotListen } from '../cli/cannot-listen';
import { isOwnHost } from '../http/own-host';

export interface BackendOptions {
  settings: ServerSettings;
  listenHost: string;
  /** The host that clients use. */
  publicHost: string;
  /** 0 means any free port. */
  port: number;
  now: () => Date;
}

export interface Backend {
  policyUrl: string;
  close(): Promise<void>;
}

/** Starts the reference backend with logging off. @throws Error that names the port if it is in use */
export async function startBackend({ settings, listenHost, publicHost, port, now }: BackendOptions): Promise<Backend> {
  const app = createApp({ settings: { ...settings, logLevel: 'silent' }, now });
  // In production a proxy in front of it does this.
  app.addHook('onRequest', async (request, reply) => {
    if (isOwnHost(request.headers.host, listenHost)) return;
    const message = 'Expected a request by address, as localhost, or by the name given with --host.';
    return reply.code(403).send({ error: { code: 'foreign_host', message } });
  });
  await app.listen({ host: listenHost, port }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen(error, {
      what: 'the policy backend',
      host: listenHost,
      port,
      flag: 'npm start -- --backend-port',
    });
  });
  const address = app.server.address() as AddressInfo; // it listens on TCP, so it has a port
  return {
    policyUrl: `http://${hostInUrl(publicHost)}:${address.port}${POLICY_ROUTE}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
