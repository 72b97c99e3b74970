import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer';
import { OssError } from './oss-error';

/** A rule as the OSS console has it. `*` stands for anything, once in an origin or in a header's name. */
export interface CorsRule {
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
  allowedHeaders: readonly string[];
  exposeHeaders: readonly string[];
  /** How long a browser may remember the answer to a preflight, in seconds. Default: as the browser likes. */
  maxAgeSeconds?: number;
}

/** What pages of these origins need to upload, and to read back what they uploaded. */
export function uploadRule(allowedOrigins: readonly string[]): CorsRule {
  return {
    allowedOrigins,
    allowedMethods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag', 'x-oss-request-id', 'x-oss-ec', 'x-oss-hash-crc64ecma', 'x-oss-server-time'],
    maxAgeSeconds: 600,
  };
}

/**
 * Refuses a request of a page whose origin no rule allows. OSS only withholds the answer: here that is too little, since its
 * credentials may be known to every page, and a form needs no preflight.
 * @throws OssError AccessForbidden
 */
export function checkOrigin({ headers: { origin } }: IncomingMessage, rules: readonly CorsRule[]): void {
  if (origin === undefined) return; // no page, or one that gets nothing to read: a link or an <img>
  const isAllowed = rules.some(({ allowedOrigins }) => allowedOrigins.some((pattern) => matches(pattern, origin)));
  if (!isAllowed) throw accessForbidden();
}

/** The headers that let a page of this origin read the answer; without a rule for it there are none. */
export function corsHeaders(request: IncomingMessage, rules: readonly CorsRule[]): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined) return { vary: 'Origin' };
  const rule = findRule(rules, origin, request.method ?? '', []);
  return rule === undefined ? { vary: 'Origin' } : originHeaders(rule, origin);
}

/**
 * Answers the question that a browser asks before it uploads.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/options
 * @throws OssError AccessForbidden where no rule matches in all of origin, method and headers
 */
export function answerPreflight(request: IncomingMessage, rules: readonly CorsRule[]): Answer {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  if (origin === undefined) throw badRequest('Origin request header needed');
  if (method === undefined) throw badRequest('Access-Control-Request-Method request header needed');

  const requested = request.headers['access-control-request-headers'] ?? '';
  const names = requested.split(',').flatMap((name) => name.trim().toLowerCase() || []);
  const rule = findRule(rules, origin, method, names);
  if (rule === undefined) throw accessForbidden();
  return {
    status: 200,
    headers: {
      ...originHeaders(rule, origin),
      'access-control-allow-methods': rule.allowedMethods.join(', '),
      ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
      ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    },
    body: '',
  };
}

function findRule(rules: readonly CorsRule[], origin: string, method: string, headers: readonly string[]) {
  return rules.find(
    (rule) =>
      rule.allowedOrigins.some((pattern) => matches(pattern, origin)) &&
      rule.allowedMethods.includes(method) &&
      headers.every((name) => rule.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
}

function originHeaders({ allowedOrigins, exposeHeaders }: CorsRule, origin: string): Record<string, string> {
  return {
    vary: 'Origin',
    'access-control-allow-origin': allowedOrigins.includes('*') ? '*' : origin,
    'access-control-expose-headers': exposeHeaders.join(', '),
  };
}

function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return text === pattern;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function badRequest(missing: string): OssError {
  return new OssError({ status: 400, code: 'BadRequest', message: `Insufficient information. ${missing}.` });
}

function accessForbidden(): OssError {
  return new OssError({
    status: 403,
    code: 'AccessForbidden',
    message: 'CORSResponse: This CORS request is not allowed. No rule matches its origin, method and headers.',
    details: { Detail: 'The local OSS lets in the pages of the preview, and those that --cors names.' },
  });
}
