import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { CALLBACK_ROUTE } from '../../server/callback';
import { readServerSettings } from '../../server/settings';
import { SIGNED_AT } from '../sample-policy';

/** Creates an RSA key pair like that of OSS. */
export function createKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return { pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export type KeyPair = ReturnType<typeof createKeyPair>;

/** Starts a server on loopback, which `endServers` stops. @returns its URL without a trailing slash */
export async function runServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  running.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${port}`;
}

const running: Server[] = [];

/** For `afterEach`. */
export async function endServers(): Promise<void> {
  for (const server of running.splice(0)) {
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await closed;
  }
}

/** A backend with callbacks, whose log lines are recorded. */
export function backend(environment: Record<string, string> = {}) {
  const log: string[] = [];
  const settings = readServerSettings({
    OSS_ACCESS_KEY_ID: 'sample-key-id',
    OSS_ACCESS_KEY_SECRET: 'sample-key-secret',
    OSS_BUCKET: 'pictures',
    OSS_REGION: 'cn-hangzhou',
    OSS_CALLBACK_URL: `https://upload.example.com${CALLBACK_ROUTE}`,
    ...environment,
  });
  const app = createApp({ settings, now: () => SIGNED_AT, logStream: { write: (line) => log.push(line) } });
  return { app, log: () => log.join('') };
}

export const STORED = { bucket: 'pictures', key: 'uploads/图.png', etag: 'D8E8', size: 5, contentType: 'image/png' };

export interface CallbackOptions {
  keys: KeyPair;
  keyUrl: string;
  /** Default: the body that OSS creates from the policy's callback for {@link STORED}. */
  body?: string;
  /** The signed path. Default: the route. */
  path?: string;
}

/** Creates a callback request as OSS sends it. */
export function callbackRequest({
  keys,
  keyUrl,
  body = JSON.stringify(STORED),
  path = CALLBACK_ROUTE,
}: CallbackOptions) {
  return {
    method: 'POST' as const,
    url: CALLBACK_ROUTE,
    headers: {
      'content-type': 'application/json',
      authorization: sign('md5', Buffer.from(`${path}\n${body}`), keys.privateKey).toString('base64'),
      'x-oss-pub-key-url': Buffer.from(keyUrl).toString('base64'),
    },
    payload: body,
  };
}
