import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RequestParts } from '../../miniprogram/services/oss-upload/policy/fetch-policy';
import type { PolicyDefaults } from '../../miniprogram/services/oss-upload/policy/signed-policy';
import type { OssSettings } from '../../server/settings';

/** What a backend signs with, and when it was asked. */
export interface Asked {
  oss: OssSettings;
  at: Date;
  /** What the server of the upload callback is reached by. */
  callbackUrl: string;
}

/** A policy backend as people run one. */
export interface SampleBackend {
  name: string;
  /** The path that it answers at. */
  route: string;
  /** What it calls its answer. Default `application/json`. */
  contentType?: string;
  /** Whether its credentials are temporary and come with a token. Default false. */
  sts?: boolean;
  /** What a request has to bring, as its deployer writes it into config.ts. Default: nothing. */
  wants?: RequestParts;
  /** Text goes out as it is, all else as JSON. */
  answer: (asked: Asked) => unknown;
  /** What its deployer has to write into config.ts, for a bucket with these settings. Default: nothing. */
  defaults?: (oss: OssSettings) => PolicyDefaults;
  /** Where the object ends up: what its key begins with. */
  stores: string;
  /** Whether it asks OSS for an upload callback. Default false. */
  callback?: boolean;
}

export interface RunningBackend {
  /** Where policies are asked for. */
  url: string;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  contentType: string;
  body: string;
}

/** Starts a sample on a free port. Anything but its own route is 404, and 401 what does not bring what it wants. */
export function startSampleBackend(sample: SampleBackend, asked: () => Asked): Promise<RunningBackend> {
  const { contentType = 'application/json', wants } = sample;
  return listen(sample.route, async (request) => {
    if (wants !== undefined && !(await brings(request, wants))) {
      return { status: 401, contentType: 'application/json', body: '{"code":401,"message":"sign in"}' };
    }
    const answer = sample.answer(asked());
    return { status: 200, contentType, body: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  });
}

/** Starts the server that OSS tells of an upload. It answers as the official samples do. */
export function startCallbackServer(): Promise<RunningBackend> {
  return listen('/callback', () => ({ status: 200, contentType: 'application/json', body: '{"Status":"OK"}' }));
}

async function brings(request: IncomingMessage, { method = 'GET', header = {}, data }: RequestParts): Promise<boolean> {
  const body = await text(request);
  return (
    request.method === method &&
    Object.entries(header).every(([name, value]) => request.headers[name.toLowerCase()] === value) &&
    body === (data === undefined ? '' : JSON.stringify(data))
  );
}

async function listen(
  route: string,
  replyTo: (request: IncomingMessage) => Reply | Promise<Reply>,
): Promise<RunningBackend> {
  const server = createServer(async (request, response) => {
    const { status, contentType, body } =
      request.url === route
        ? await replyTo(request)
        : { status: 404, contentType: 'text/plain', body: `Expected ${route}, got ${request.url}.` };
    request.resume();
    // OSS takes no answer of a callback server that does not say its length.
    response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP, so it has a port
  return {
    url: `http://127.0.0.1:${port}${route}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
