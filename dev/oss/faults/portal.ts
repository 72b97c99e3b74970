import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Answer } from '../answer';
import { makeCertificate } from './self-signed';

/** Where `portal-302` leads to. An object of that name, and of no other, cannot be read. */
export const SIGN_IN_PATH = '/.portal/sign-in';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<!DOCTYPE html>\n<title>Sign in</title>\n<p>This network wants you to sign in first.</p>\n';

/** What a captive portal answers in the place of OSS. */
export const portalPage: Answer = { status: 200, foreign: true, headers: HTML, body: PAGE };

export const portalNothing: Answer = { status: 204, foreign: true, headers: {}, body: '' };

export const portalRedirect: Answer = { status: 302, foreign: true, headers: { location: SIGN_IN_PATH }, body: '' };

/** Redirects the request, with its body, to a server with an untrusted certificate. */
export function redirectTo(port: number, { headers: { host = '127.0.0.1' } }: IncomingMessage): Answer {
  const { hostname } = new URL(`http://${host}`);
  return { status: 307, foreign: true, headers: { location: `https://${hostname}:${port}/` }, body: '' };
}

const DAY = 24 * 60 * 60 * 1000;

/** A server with an untrusted certificate; a client that skips verification gets the portal's page. */
export interface Untrusted {
  /** Starts it, the first time. */
  port(): Promise<number>;
  close(): Promise<void>;
}

export function createUntrusted(host: string): Untrusted {
  let starting: Promise<Server> | undefined;
  return {
    async port() {
      starting ??= startUntrusted(host);
      return ((await starting).address() as AddressInfo).port; // it listens on TCP
    },
    async close() {
      const server = await starting?.catch(() => undefined); // it did not start: the upload was answered with that
      server?.closeAllConnections();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    },
  };
}

async function startUntrusted(host: string): Promise<Server> {
  const certificate = makeCertificate(new Date(Date.now() - DAY), new Date(Date.now() + 365 * DAY));
  const server = createServer(certificate, (request, response) => {
    request.resume();
    response.writeHead(200, HTML).end(PAGE);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return server;
}
