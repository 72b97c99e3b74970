import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../http/refusal';
import type { CallbackSettings, UploadLimits } from '../settings';
import { allowsKey, openTicket } from './ticket';

/** An object that OSS has stored. */
export interface StoredObject {
  /** The same for the same bytes under the same key: makes what follows a report idempotent. */
  id: string;
  bucket: string;
  key: string;
  etag: string;
  /** In bytes. */
  size: number;
  contentType: string;
}

export interface Report {
  object: StoredObject;
  /** Absent with AUTH=none. */
  user: string | undefined;
  /** In milliseconds since 1970: until when this report is accepted. */
  until: number;
}

/** What makes a report plausible. */
export interface ReportRules {
  bucket: string;
  limits: Pick<UploadLimits, 'minSize' | 'maxSize' | 'contentTypes'>;
  ticketKeys: CallbackSettings['ticketKeys'];
  now: () => Date;
}

const reportSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  /** In hex, sometimes in quotes; with a count of parts behind it for what was uploaded in parts. */
  etag: z.string().regex(/^"?[\dA-Fa-f]{16,64}(-\d{1,5})?"?$/),
  size: z.number().int(),
  contentType: z.string(),
  ticket: z.string(),
});

/** In milliseconds. A report comes after the upload, which has to end before the policy. */
const LATEST = 60_000;

/**
 * Reads what claims to be a report of OSS, as far as it can be judged without asking anyone: by the ticket, which only this
 * backend makes, and by what its policies allow.
 * @throws Refusal 403
 */
export function readReport(body: Buffer, { bucket, limits, ticketKeys, now }: ReportRules): Report {
  const { data } = reportSchema.safeParse(parse(body));
  if (data === undefined) throw refused('a report as the policies ask for it');
  const { ticket: sealed, ...fields } = data;
  const ticket = openTicket(sealed, ticketKeys);
  if (ticket === undefined) throw refused('a ticket of this backend');
  const until = ticket.expires * 1000 + LATEST;
  if (now().getTime() > until) throw refused('a ticket that is still valid');
  if (fields.bucket !== bucket) throw refused(`an upload to the bucket ${bucket}`);
  if (!allowsKey(ticket, fields.key)) throw refused('a key that the policy allowed');
  if (fields.size < limits.minSize || fields.size > limits.maxSize) throw refused('a size that the policy allowed');
  if (!limits.contentTypes.includes(fields.contentType)) throw refused('a content type that the policy allowed');
  const etag = fields.etag.replaceAll('"', '');
  const id = createHash('sha256')
    .update(JSON.stringify([bucket, fields.key, etag]))
    .digest('hex')
    .slice(0, 32);
  return { object: { id, ...fields, etag }, user: ticket.user, until };
}

export function refused(expected: string): Refusal {
  return new Refusal(403, 'callback_refused', `Expected ${expected}.`);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // not JSON
  }
}
