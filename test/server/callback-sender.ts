import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app';
import { CALLBACK_ROUTE } from '../../server/callback';
import { readServerSettings } from '../../server/settings';
import { SIGNED_AT } from '../sample-policy';

/** An RSA key pair, as OSS has one. */
export function createKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return { pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export type KeyPair = ReturnType<typeof createKeyPair>;

/** A server on the loopback, gone after the test, see `endServers`. @returns its address, without a slash at the end */
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

/** The backend with callbacks on, and every log line kept. */
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
  /** Default: what OSS makes of the policy's callback for {@link STORED}. */
  body?: string;
  /** The path that is signed. Default: the route's. */
  path?: string;
}

/** A callback as OSS sends it. */
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
