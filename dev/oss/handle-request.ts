import type { IncomingMessage, ServerResponse } from 'node:http';
import { printable } from '../cli/printable';
import { isOwnHost } from '../http/own-host';
import { type Answer, sendAnswer } from './answer';
import { PUBLIC_KEY_PATH } from './callback/signing-key';
import { answerPreflight, type CorsRule, checkOrigin, corsHeaders } from './cors';
import { type FaultyLine, Withheld, withhold } from './faults/faulty-line';
import { portalPage, SIGN_IN_PATH } from './faults/portal';
import type { FormLog, FormRecording } from './form-log/form-log';
import { listForms } from './form-log/list-forms';
import { hideSecrets } from './form-log/redaction';
import { getObject } from './get-object';
import { listObjects } from './list-objects';
import { errorDocument, internalError, OssError, publicEndpointForbidden } from './oss-error';
import { type PostObjectContext, postObject } from './post-object';

/** The bucket that requests are about, and how it answers. */
export interface Bucket extends PostObjectContext {
  /** The line that uploads arrive on; faults are injected here. */
  line: FaultyLine;
  forms: FormLog;
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
  const recording = isForm(request) ? bucket.forms.begin(requestId) : undefined;
  const answer = await route(request, requestId, bucket, recording).catch((error) =>
    error instanceof Withheld ? error : errorAnswer(error, request, requestId, bucket),
  );
  if (answer instanceof Withheld) {
    recording?.withheld(answer.ending);
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
  recording?.answered(answer, answer.refusal);
  const line = logLine(request, answer, answer.refusal && refusalText(answer.refusal, bucket, recording));
  try {
    await sendAnswer(response, { ...answer, headers });
    bucket.log(line);
  } catch (error) {
    response.destroy();
    bucket.log(`${line}, not sent whole: ${error instanceof Error ? error.message : error}`);
  }
}

async function route(
  request: IncomingMessage,
  requestId: string,
  bucket: Bucket,
  recording: FormRecording | undefined,
): Promise<Answer> {
  const { method } = request;
  const { path, query } = splitUrl(request);
  if (!isOwnHost(request.headers.host, bucket.listenHost)) throw foreignHost();
  if (method === 'OPTIONS') return answerPreflight(request, bucket.corsRules);
  checkOrigin(request, bucket.corsRules);
  if (path === '/') {
    if (recording !== undefined) {
      const store = (bytes: AsyncIterable<Buffer>) => postObject(request, requestId, bucket, { bytes, recording });
      return bucket.line.post(request, store, recording.fault);
    }
    if (method === 'GET' && query === 'requests') return listForms(bucket.forms);
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

function isForm(request: IncomingMessage): boolean {
  return request.method === 'POST' && splitUrl(request).path === '/';
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
    refusal,
    headers: {
      ...refusal.headers,
      'content-type': 'application/xml',
      ...(refusal.ec !== undefined && { 'x-oss-ec': refusal.ec }),
    },
    body: hideSecrets(errorDocument(refusal, requestId, request.headers.host ?? ''), settings),
  };
}

/** Always a single line. The query is omitted: it could hold a signature. */
function logLine(
  request: IncomingMessage,
  { status, key, size }: Partial<Answer> = {},
  refusal: string | undefined = undefined,
): string {
  const parts = [request.method, splitUrl(request).path, status, key !== undefined && JSON.stringify(key)];
  const line = [...parts, size !== undefined && `${size} bytes`, refusal].filter(Boolean).join(' ');
  return printable(line);
}

function refusalText(refusal: OssError, { settings }: Bucket, recording: FormRecording | undefined): string {
  return hideSecrets(`${refusal.code}: ${recording?.explain(refusal) ?? refusal.message}`, settings);
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
