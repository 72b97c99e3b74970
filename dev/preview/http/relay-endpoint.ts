import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { RecordLog } from '../../http/record-log';
import type { RelayRequest } from '../relay-protocol';
import type { RequestRecord } from '../workbench-protocol';
import { answer, answerError } from './answer';
import { beginRecord, outcomeOf } from './request-record';
import { type Backend, relayRequest, route } from './request-relay';

/** The longest body that the page may hand over, in bytes. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

const relayRequestSchema: z.ZodType<RelayRequest> = z.object({
  url: z.string(),
  method: z.string(),
  header: z.record(z.string(), z.string()),
  body: z.base64(),
  // NaN and Infinity are null in JSON.
  timeout: z
    .number()
    .nullable()
    .transform((timeout) => timeout ?? Number.NaN),
});

/** Answers POST /preview/request. Only the preview's own pages may ask; a browser says with every POST which page that is. */
export async function answerRelay(
  request: IncomingMessage,
  response: ServerResponse,
  backend: Backend,
  log: RecordLog<RequestRecord>,
): Promise<void> {
  const { origin, host, 'sec-fetch-site': site = 'same-origin' } = request.headers;
  if (request.method !== 'POST') return answerError(request, response, 405, 'POST a request to relay.');
  if (origin !== `http://${host}` || site !== 'same-origin') {
    return answerError(request, response, 403, "Only the preview's own pages may send requests through it.");
  }
  if (request.headers['content-type'] !== 'application/json') {
    return answerError(request, response, 415, 'A request to relay is application/json.');
  }
  const body = await readJson(request);
  const parsed = relayRequestSchema.safeParse(body);
  if (!parsed.success) return answerError(request, response, 400, z.prettifyError(parsed.error));
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const { url } = parsed.data;
  const target = URL.canParse(url) ? route(new URL(url), backend) : undefined;
  const at = new Date();
  const record = beginRecord(randomUUID(), at, target?.href ?? url, parsed.data);
  log.put(record);
  const result = await relayRequest(parsed.data, backend, gone.signal);
  log.put({ ...record, outcome: outcomeOf(result, Date.now() - at.getTime()) });
  answer(request, response, 200, 'application/json', JSON.stringify(result));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined; // Answered as what it is: not a request to relay.
  }
}
