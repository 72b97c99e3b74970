import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OssSettings } from '../../server/settings';
import { printable } from '../cli/printable';
import { isOwnHost } from '../http/own-host';
import { type Answer, sendAnswer } from './answer';
import { PUBLIC_KEY_PATH } from './callback/signing-key';
import { answerPreflight, type CorsRule, checkOrigin, corsHeaders } from './cors';
import { type FaultyLine, Withheld, withhold } from './faults/faulty-line';
import { portalPage, SIGN_IN_PATH } from './faults/portal';
import { getObject } from './get-object';
import { listObjects } from './list-objects';
import { errorDocument, internalError, OssError, publicEndpointForbidden } from './oss-error';
import { type PostObjectContext, postObject } from './post-object';

/** The bucket that requests are about, and how it answers. */
export interface Bucket extends PostObjectContext {
  /** The line that uploads arrive on; faults are injected here. */
  line: FaultyLine;
  corsRules: readonly CorsRule[];
  /** The name or address that it listens on: requests may be for this one, for localhost, and for any address. */
  listenHost: string;
  newRequestId: () => string;
  log: (line: string) => void;
}

/** Answers one request and logs it. Never throws: a failure is answered, or logged if the client is gone. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse, bucket: Bucket): Promise<void> {
  const startedAt = bucket.now().getTime();
  const requestId = bucket.newRequestId();
  const answer = await route(request, requestId, bucket).catch((error) =>
    error instanceof Withheld ? error : errorAnswer(error, request, requestId, bucket),
  );
  if (answer instanceof Withheld) {
    bucket.log(`${logLine(request)} ${answer.message}`);
    return withhold(response, answer);
  }
  const ossHeaders = {
    ...corsHeaders(request, bucket.corsRules),
    'x-oss-request-id': requestId,
    'x-oss-server-time': String(bucket.now().getTime() - startedAt),
  };
  // A phone sees a portal's answer; a browser, which the preview runs in, only with this header, and then none of the others.
  const headers = { ...(answer.foreign ? { 'access-control-allow-origin': '*' } : ossHeaders), ...answer.headers };
  try {
    await sendAnswer(response, { ...answer, headers });
    bucket.log(logLine(request, answer));
  } catch (error) {
    response.destroy();
    bucket.log(`${logLine(request, answer)}, not sent whole: ${error instanceof Error ? error.message : error}`);
  }
}

async function route(request: IncomingMessage, requestId: string, bucket: Bucket): Promise<Answer> {
  const { method } = request;
  const { path, query } = splitUrl(request);
  if (!isOwnHost(request.headers.host, bucket.listenHost)) throw foreignHost();
  if (method === 'OPTIONS') return answerPreflight(request, bucket.corsRules);
  checkOrigin(request, bucket.corsRules);
  if (path === '/') {
    if (method === 'POST') return bucket.line.post(request, (bytes) => postObject(request, requestId, bucket, bytes));
    if (method === 'GET') return listObjects(new URLSearchParams(query), bucket.store);
    throw methodNotAllowed(request, 'GET, POST, OPTIONS');
  }
  if (method === 'GET' || method === 'HEAD') {
    if (path === SIGN_IN_PATH) return portalPage;
    if (path === PUBLIC_KEY_PATH) return publicKeyAnswer(bucket);
    if (bucket.publicEndpoint === 'forbidden') throw publicEndpointForbidden();
    return getObject(request, path, bucket.store);
  }
  throw methodNotAllowed(request, 'GET, HEAD, OPTIONS');
}

/** The key that callbacks are signed with. An object of that name, and of no other, cannot be read. */
async function publicKeyAnswer({ callbackSender }: Bucket): Promise<Answer> {
  const { publicKey } = await callbackSender.signingKey();
  return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: publicKey };
}

/** By hand, because `URL` would resolve `..` in the path, and a key may hold that. */
function splitUrl({ url = '/' }: IncomingMessage): { path: string; query: string } {
  const end = url.includes('?') ? url.indexOf('?') : url.length;
  return { path: url.slice(0, end), query: url.slice(end + 1) };
}

function errorAnswer(error: unknown, request: IncomingMessage, requestId: string, { settings, log }: Bucket): Answer {
  const refusal = error instanceof OssError ? error : internalError();
  if (refusal !== error) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    status: refusal.status,
    refusal: hideSecrets(`${refusal.code}: ${refusal.message}`, settings),
    headers: {
      ...refusal.headers,
      'content-type': 'application/xml',
      ...(refusal.ec !== undefined && { 'x-oss-ec': refusal.ec }),
    },
    body: hideSecrets(errorDocument(refusal, requestId, request.headers.host ?? ''), settings),
  };
}

/** OSS quotes the conditions of a policy, and these may hold them in any place. */
function hideSecrets(text: string, { accessKeySecret, securityToken }: OssSettings): string {
  const hidden = text.replaceAll(accessKeySecret, '***');
  return securityToken === undefined ? hidden : hidden.replaceAll(securityToken, '***');
}

/** Always a single line. The query is omitted: it could hold a signature. */
function logLine(request: IncomingMessage, { status, refusal, key, size }: Partial<Answer> = {}): string {
  const parts = [request.method, splitUrl(request).path, status, key !== undefined && JSON.stringify(key)];
  const line = [...parts, size !== undefined && `${size} bytes`, refusal].filter(Boolean).join(' ');
  return printable(line);
}

function foreignHost(): OssError {
  return new OssError({
    status: 403,
    code: 'AccessDenied',
    message: 'The local OSS is asked by its address, as localhost, or by the name given with --host.',
  });
}

function methodNotAllowed({ method }: IncomingMessage, allowed: string): OssError {
  return new OssError({
    status: 405,
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource: objects are posted to /, and read at /<key>.',
    details: { Method: method ?? '', ResourceType: 'Object' },
    headers: { allow: allowed },
  });
}
