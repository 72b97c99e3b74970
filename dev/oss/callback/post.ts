import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface PostRequest {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Ends it, at any time. */
  signal: AbortSignal;
}

/** An answer, of which the body is still to be read or to be dropped. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text(): Promise<string>;
  drop(): void;
}

/**
 * Posts on a connection of its own, and follows no redirect. Without `fetch`, which has no way to set the header Host.
 * @throws Error of the network, or that the signal brings
 */
export function post({ url, headers, body, signal }: PostRequest): Promise<Reply> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', headers, signal, agent: false });
    // Once the answer has begun, its reader gets the error too.
    request.on('error', reject);
    request.on('response', (response) => resolve(replyOf(response)));
    request.end(body);
  });
}

function replyOf(response: IncomingMessage): Reply {
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    async text() {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
    drop: () => response.destroy(),
  };
}
