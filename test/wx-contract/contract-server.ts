import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

/** A received form part. */
export interface ReceivedPart {
  name: string;
  filename?: string;
  value: string;
}

/** The server for the cases: echoes or records what it receives, and misbehaves on request. */
export interface ContractServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** The forms posted to /upload. */
  readonly uploads: ReceivedPart[][];
  /** Resolves once the head of an upload to /held has arrived. */
  held(): Promise<void>;
  /** Resolves once the connection of that upload is closed. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

/** The preview uploads straight from the browser. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': '*',
};

export async function startContractServer(): Promise<ContractServer> {
  const uploads: ReceivedPart[][] = [];
  const [holding, cutting] = [signal(), signal()];
  const tickers = new Set<NodeJS.Timeout>();

  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    '/echo': async (request, response) => {
      const { method, headers } = request;
      const query = [...new URL(request.url ?? '/', 'http://server').searchParams];
      const seen = { method, query, type: headers['content-type'], authorization: headers.authorization };
      response.setHeader('X-Own', 'yes').end(JSON.stringify({ ...seen, body: await text(request) }));
    },
    '/json-as-html': (_, response) => response.setHeader('content-type', 'text/html').end('{"list":[1,"图"]}'),
    '/html-as-json': (_, response) => response.setHeader('content-type', 'application/json').end('<h1>Hello</h1>'),
    '/upload': async (request, response) => {
      uploads.push(readForm(await buffer(request), request.headers['content-type'] ?? ''));
      response.end('{"stored":true}');
    },
    '/silent': (request) => request.resume(),
    '/dribble': (request, response) => {
      request.resume();
      const ticker = setInterval(() => response.write(' '), 20);
      tickers.add(ticker);
      response.on('close', () => clearInterval(ticker));
    },
    '/hasty': (request, response) => {
      response.writeHead(200).write('{"read":');
      request.resume().on('end', () => response.end('true}'));
    },
    '/held': (request) => {
      request.resume(); // a socket that is not read does not notice its end
      holding.give();
      request.socket.once('close', cutting.give);
    },
    '/cut': (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    },
  };

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    const [, status] = /^\/status\/(\d+)$/.exec(pathname) ?? [];
    const respond = routes[pathname];
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (respond) void respond(request, response);
    else request.resume().on('end', () => response.writeHead(Number(status ?? 404)).end(`{"status":${status}}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP

  return {
    url: `http://127.0.0.1:${port}`,
    uploads,
    held: () => holding.given,
    cut: () => cutting.given,
    async close() {
      for (const ticker of tickers) clearInterval(ticker);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * A URL at which nothing listens, and nothing else can: its port is that of an outgoing connection. A port that was merely free
 * a moment ago may be another program's by now.
 */
export async function closedAddress(): Promise<{ url: string; close(): void }> {
  const listener = createTcpServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo; // it listens on TCP
  const holder = connect(port, '127.0.0.1');
  await once(holder, 'connect');
  return {
    url: `http://127.0.0.1:${holder.localPort}`,
    close() {
      holder.destroy();
      listener.close();
    },
  };
}

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

/** Parses the simple forms that the cases send. */
function readForm(body: Buffer, contentType: string): ReceivedPart[] {
  const [, boundary = ''] = /boundary=(.+)$/.exec(contentType) ?? [];
  const parts = body.toString().split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const [head = '', value = ''] = part.split('\r\n\r\n');
    const [, name = ''] = /; name="([^"]*)"/.exec(head) ?? [];
    const [, filename] = /; filename="([^"]*)"/.exec(head) ?? [];
    return { name, ...(filename === undefined ? {} : { filename }), value: value.slice(0, -2) };
  });
}
