import { z } from 'zod';
import { isMac, mac } from '../identity/mac';
import type { SessionKeys } from '../settings';

/** What a policy allowed, and whom: OSS brings it back with each report, since this backend keeps no state. */
export interface Ticket {
  /** Absent with AUTH=none. */
  user?: string | undefined;
  /** The one key that the policy allowed, or the prefix. */
  key: { is: string } | { begins: string };
  /** In seconds since 1970: when the policy ended. */
  expires: number;
}

const ticketSchema = z.object({
  user: z.string().optional(),
  key: z.union([z.object({ is: z.string() }), z.object({ begins: z.string() })]),
  expires: z.number(),
});

/** Keeps tickets apart from session tokens, which the same keys sign. */
const PURPOSE = 'ticket:';

export function sealTicket(ticket: Ticket, [key]: SessionKeys): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${text}.${mac(key, PURPOSE + text).toString('base64url')}`;
}

/** @returns undefined for a ticket that none of the keys sealed */
export function openTicket(sealed: string, keys: SessionKeys): Ticket | undefined {
  const [text = '', given = ''] = sealed.split('.');
  if (!isMac(keys, PURPOSE + text, Buffer.from(given, 'base64url'))) return undefined;
  return ticketSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

export function allowsKey({ key }: Ticket, reported: string): boolean {
  return 'is' in key ? reported === key.is : reported.startsWith(key.begins) && reported !== key.begins;
}
