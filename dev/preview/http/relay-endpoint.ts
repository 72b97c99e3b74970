import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { RecordLog } from '../../http/record-log';
import type { RelayRequest } from '../relay-protocol';
import type { RequestRecord } from '../workbench-protocol';
import { answer, answerError } from './answer';
import { readJson, refuseForeignPost } from './own-post';
import { beginRecord, outcomeOf } from './request-record';
import { type Backend, relayRequest, route } from './request-relay';

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

/** Answers POST /preview/request. */
export async function answerRelay(
  request: IncomingMessage,
  response: ServerResponse,
  backend: Backend,
  log: RecordLog<RequestRecord>,
): Promise<void> {
  const refusal = refuseForeignPost(request, 'A request to relay');
  if (refusal) return answerError(request, response, refusal.status, refusal.reason);
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
