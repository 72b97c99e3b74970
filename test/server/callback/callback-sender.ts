import { generateKeyPairSync, sign } from 'node:crypto';
import { CALLBACK_ROUTE } from '../../../server/callback/callback-field';
import { sealTicket, type Ticket } from '../../../server/callback/ticket';
import { SIGNED_AT } from '../../sample-policy';
import { backend, SESSION_KEY, type TestBackendOptions } from '../backend';
import { runServer } from '../loopback';

/** Creates an RSA key pair like that of OSS. */
export function createKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return { pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export type KeyPair = ReturnType<typeof createKeyPair>;

/** A backend with callbacks. */
export function callbackBackend({ environment, ...options }: TestBackendOptions = {}) {
  const url = { OSS_CALLBACK_URL: `https://upload.example.com${CALLBACK_ROUTE}` };
  return backend({ environment: { ...url, ...environment }, ...options });
}

/** A backend that trusts the key at one URL, with a count of its fetches. */
export async function trustingBackend(keys: KeyPair, { environment, ...options }: TestBackendOptions = {}) {
  let fetched = 0;
  const url = await runServer((_request, response) => {
    fetched += 1;
    response.end(keys.pem);
  });
  const keyUrl = `${url}/key.pem`;
  const trusted = { OSS_CALLBACK_KEY_URLS: keyUrl, ...environment };
  return { ...callbackBackend({ environment: trusted, ...options }), keyUrl, fetched: () => fetched };
}

export const STORED = {
  bucket: 'pictures',
  key: 'uploads/图.png',
  etag: 'D8E8FCA2DC0F896FD7CB4CB0031BA249',
  size: 5,
  contentType: 'image/png',
};

/** What the backend answers to the report of {@link STORED}. */
export const ACCEPTED = { id: expect.stringMatching(/^[0-9a-f]{32}$/), ...STORED };

/** A ticket of the backend, as of a policy that it signed a moment ago. */
export function ticketOf(ticket: Partial<Ticket> = {}, key = SESSION_KEY): string {
  const expires = SIGNED_AT.getTime() / 1000 + 600;
  return sealTicket({ key: { begins: 'uploads/' }, expires, ...ticket }, [key]);
}

export interface CallbackOptions {
  keys: KeyPair;
  keyUrl: string;
  /** Default: what OSS makes of the policy's callback for {@link STORED}. */
  report?: object;
  /** Default: the report in JSON. */
  body?: string;
  /** The signed path. Default: the route. */
  path?: string;
}

/** Creates a callback request as OSS sends it. */
export function callbackRequest({ keys, keyUrl, report, path = CALLBACK_ROUTE, ...options }: CallbackOptions) {
  const { body = JSON.stringify({ ...STORED, ticket: ticketOf(), ...report }) } = options;
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

/** A list that grows with each call of `onStored`. */
export function recordedHook() {
  const stored: unknown[] = [];
  return { stored, hooks: { onStored: (...call: unknown[]) => void stored.push(call) } };
}
