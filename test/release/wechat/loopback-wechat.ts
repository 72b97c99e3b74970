import { constants, publicDecrypt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { ServerKey } from '../../../dev/oss/faults/self-signed';

export interface Sent {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Plays servicewechat.com on loopback, behind a proxy: https in a CONNECT tunnel. */
export interface LoopbackWechat {
  /** For HTTPS_PROXY. */
  readonly proxyUrl: string;
  /** Host and port of each CONNECT. */
  readonly connected: readonly string[];
  /** The paths requested, in order. */
  readonly requested: readonly string[];
  readonly sent: readonly Sent[];
  close(): Promise<void>;
}

/** Answers a request instead of WeChat's usual answer; false leaves it to that. */
export type Answer = (path: string, response: ServerResponse, socket: Socket) => boolean;

export interface LoopbackOptions {
  readonly certificate: ServerKey;
  readonly publicKey: string;
  readonly appid: string;
  /** A picture, in base64. */
  readonly qrCode?: string;
  readonly answer?: Answer;
  /** Answers the CONNECT itself with a page, as a portal does. */
  readonly portal?: boolean;
}

const RANDOM = 'random string of the loopback server';

export async function playWechat(options: LoopbackOptions): Promise<LoopbackWechat> {
  const { certificate, publicKey, appid, qrCode = '', answer = () => false, portal = false } = options;
  const connected: string[] = [];
  const requested: string[] = [];
  const sent: Sent[] = [];

  /** Whether it is signed, by RSA with the private key, for this appid and the string given out. */
  const isSigned = (signature: unknown): boolean => {
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    const text = publicDecrypt(key, Buffer.from(String(signature), 'base64')).toString();
    return text === JSON.stringify({ appid, rand_str: RANDOM });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'https://servicewechat.com');
    requested.push(url.pathname);
    const body = await readAll(request);
    if (answer(url.pathname, response, request.socket)) return undefined;
    const reply = (value: unknown) => response.end(JSON.stringify(value));
    if (url.pathname === '/wxa/ci/getrandstr') return reply({ errCode: 0, data: { randomString: RANDOM } });
    if (url.pathname === '/wxa/ci/getattr') {
      const { signature } = JSON.parse(body.toString()) as { signature: string };
      return reply(isSigned(signature) ? { errCode: 0, data: ATTRIBUTES } : { errCode: 1, errMsg: 'bad signature' });
    }
    if (url.pathname === '/wxa/ci/upload' || url.pathname === '/wxa/ci/testSourceURL') {
      const files = unpack(gunzipSync(body));
      const { signature } = JSON.parse(files.get('ci.signature')?.toString() ?? '{}') as { signature?: string };
      files.delete('ci.signature');
      if (!isSigned(signature)) return reply({ errCode: 1, errMsg: 'bad signature of the package' });
      sent.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), files });
      return reply({ errCode: 0, body: { subpackage_info: [{ name: '__FULL__', size: 4321 }], qrcode_img: qrCode } });
    }
    return response.writeHead(404).end('no such call');
  };

  const wechat = createTlsServer(certificate, (request, response) => void handle(request, response));
  const wechatPort = await listen(wechat);
  const proxy = createServer();
  const sockets = new Set<Socket>();
  proxy.on('connect', (request, socket: Socket, head) => {
    connected.push(request.url ?? '');
    sockets.add(socket);
    if (portal) {
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Log in first</html>');
      return;
    }
    const through = connect(wechatPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      through.write(head);
      socket.pipe(through).pipe(socket);
    });
    // The client or the test has hung up; either end takes the other with it.
    socket.on('error', () => through.destroy());
    through.on('error', () => socket.destroy());
  });
  const proxyPort = await listen(proxy);
  return {
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    connected,
    requested,
    sent,
    async close() {
      for (const socket of sockets) socket.destroy();
      wechat.closeAllConnections();
      await Promise.all([wechat, proxy].map((server) => new Promise((closed) => server.close(closed))));
    },
  };
}

/** What WeChat says of a project; the compiler needs its limits. */
const ATTRIBUTES = {
  platform: false,
  appType: 0,
  isSubPackageEnable: true,
  setting: { MaxCodeSize: 2, MaxSubpackageSubCodeSize: 2, MaxSubpackageFullCodeSize: 20, NavigateMiniprogramLimit: 10 },
};

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port; // it listens on TCP
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads `BE | int32 0 | infoLen | dataLen | ED | count | (nameLen, name, offset, size)* | data`. */
function unpack(packed: Buffer): Map<string, Buffer> {
  if (packed[0] !== 0xbe || packed[13] !== 0xed) throw new Error('Expected a package that starts with BE … ED.');
  const files = new Map<string, Buffer>();
  const count = packed.readInt32BE(14);
  let at = 18;
  const integer = () => {
    at += 4;
    return packed.readInt32BE(at - 4);
  };
  for (let index = 0; index < count; index++) {
    const length = integer();
    const name = packed.toString('utf8', at, at + length);
    at += length;
    const offset = integer();
    const size = integer();
    files.set(name.replace(/^\//, ''), packed.subarray(offset, offset + size));
  }
  return files;
}
