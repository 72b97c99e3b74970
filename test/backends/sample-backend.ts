import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RequestParts } from '../../miniprogram/services/oss-upload/policy/fetch-policy';
import type { PolicyDefaults } from '../../miniprogram/services/oss-upload/policy/signed-policy';
import type { OssSettings } from '../../server/settings';

/** A request to a sample: when it was made, and what to sign with. */
export interface Asked {
  oss: OssSettings;
  at: Date;
  /** URL of the upload callback's server. */
  callbackUrl: string;
}

/** A policy backend as found in practice. */
export interface SampleBackend {
  name: string;
  /** Path of its route. */
  route: string;
  /** Content type of its answer. Default `application/json`. */
  contentType?: string;
  /** Whether it uses temporary credentials with a security token. Default false. */
  sts?: boolean;
  /** What a request must contain, as written in config.ts. Default: nothing. */
  wants?: RequestParts;
  /** The answer: text is sent unchanged, anything else as JSON. */
  answer: (asked: Asked) => unknown;
  /** The defaults to write in config.ts, for a bucket with these settings. Default: none. */
  defaults?: (oss: OssSettings) => PolicyDefaults;
  /** Prefix of the stored object's key. */
  stores: string;
  /** Whether its policies request an upload callback. Default false. */
  callback?: boolean;
}

export interface RunningBackend {
  /** The policy URL. */
  url: string;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  contentType: string;
  body: string;
}

/** Starts a sample on a free port. Answers 404 to other routes and 401 to requests without what it wants. */
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

/** Starts a server for upload callbacks, which answers as the official samples do. */
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
    // OSS rejects a callback answer without a content-length.
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
