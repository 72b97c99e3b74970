import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createPolicyAnswer } from '../../server/policy';
import { createRawSink } from './raw';

/** Servers that take what is sent and answer as the real ones do, at once. */
export interface Sink {
  /** Of policies, credentials and objects, over HTTP. */
  httpPort: number;
  /** Of raw connections, see `uploadRaw`. */
  rawPort: number;
  counts(): SinkCounts;
  close(): Promise<void>;
}

export interface SinkCounts {
  requests: number;
  /** Bytes of bodies that broke off and were not kept. They have to be sent again. */
  lost: number;
  /** Whole files taken. */
  stored: number;
}

/** @param objectsUrl where objects are posted, as clients reach it; known only once the line is open */
export async function startSink(objectsUrl: () => string): Promise<Sink> {
  const counts: SinkCounts = { requests: 0, lost: 0, stored: 0 };
  const tus = new Map<string, { size: number; offset: number }>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.requests++;
    const { method = '', url = '' } = request;
    const { pathname, searchParams } = new URL(url, 'http://sink');
    if (pathname.startsWith('/tus/')) return answerTus(request, response, pathname);
    await readBody(request, (bytes) => {
      counts.lost += bytes;
    });
    if (pathname === '/policy') return json(response, policyFor(objectsUrl()));
    if (pathname === '/sts') return json(response, credentials());
    if (pathname === '/xhr') {
      counts.stored++;
      return json(response, { url: '/object' });
    }
    if (method === 'GET') return xml(response, '<ListMultipartUploadsResult></ListMultipartUploadsResult>');
    if (searchParams.has('uploads')) {
      const key = pathname.slice(1);
      return xml(
        response,
        `<InitiateMultipartUploadResult><Bucket>b-1</Bucket><Key>${key}</Key><UploadId>1</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (!searchParams.has('partNumber')) counts.stored++;
    response.writeHead(200, {
      etag: '"00000000000000000000000000000000"',
      'x-oss-request-id': '0000000000000000000000AA',
      'x-cos-request-id': '0000000000000000000000AA',
    });
    response.end(searchParams.has('uploadId') ? '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>' : '');
  }

  /** https://tus.io/protocols/resumable-upload: keeps what came of an upload that broke off. */
  async function answerTus(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const headers = { 'tus-resumable': '1.0.0' };
    if (request.method === 'POST') {
      const location = `/tus/${tus.size + 1}`;
      tus.set(location, { size: Number(request.headers['upload-length']), offset: 0 });
      response.writeHead(201, { ...headers, location }).end();
      return;
    }
    const upload = tus.get(path);
    if (!upload) return void response.writeHead(404, headers).end();
    if (request.method === 'PATCH') {
      await readBody(request, (bytes) => {
        upload.offset += bytes;
      }).then((bytes) => {
        upload.offset += bytes;
      });
      if (upload.offset === upload.size) counts.stored++;
    }
    const about = { 'upload-offset': upload.offset, 'upload-length': upload.size };
    response.writeHead(request.method === 'PATCH' ? 204 : 200, { ...headers, ...about }).end();
  }

  const http = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const raw = createRawSink();
  const [httpPort, rawPort] = await Promise.all([listen(http), listen(raw)]);
  return {
    httpPort,
    rawPort,
    counts: () => ({ ...counts }),
    async close() {
      http.closeAllConnections();
      await Promise.all([http, raw].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** @returns its bytes. @throws Error where it breaks off, after `brokeOff` has been called with the bytes that came */
async function readBody(request: IncomingMessage, brokeOff: (bytes: number) => void): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.length;
    return bytes;
  } catch (error) {
    brokeOff(bytes);
    throw error;
  }
}

const VALID_SECONDS = 3600;

function policyFor(host: string): unknown {
  const oss = {
    accessKeyId: 'bench',
    accessKeySecret: 'bench',
    securityToken: undefined,
    bucket: 'pictures',
    region: 'cn-hangzhou',
    host,
  };
  const limits = {
    dir: 'uploads/',
    minSize: 1,
    maxSize: 100_000_000,
    contentTypes: ['image/jpeg'],
    validSeconds: VALID_SECONDS,
    signatureVersion: 'v4' as const,
    key: 'prefix' as const,
    refuseCallbacks: true,
  };
  return createPolicyAnswer(oss, limits, new Date());
}

/** As Tencent's STS gives them. */
function credentials(): unknown {
  const seconds = Math.floor(Date.now() / 1000);
  return {
    TmpSecretId: 'bench',
    TmpSecretKey: 'bench',
    SecurityToken: 'bench',
    StartTime: seconds,
    ExpiredTime: seconds + VALID_SECONDS,
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml', 'x-cos-request-id': '1' }).end(body);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // a TCP server's address once it listens
}
