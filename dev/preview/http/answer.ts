import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** Below this many bytes compression saves nothing that is worth its header. */
const WORTH_COMPRESSING = 1024;

/** What every answer of the preview carries: never cached, never shown or loaded by another site. */
export const COMMON_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
): void {
  const bytes = Buffer.from(body);
  const compress = bytes.length >= WORTH_COMPRESSING && /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const sent = compress ? gzipSync(bytes, { level: 1 }) : bytes;
  response.writeHead(status, {
    ...COMMON_HEADERS,
    'content-type': type,
    'content-length': sent.length,
    ...(compress ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : sent);
}

export function answerError(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  answer(request, response, status, 'text/plain; charset=utf-8', `${reason}\n`);
}
