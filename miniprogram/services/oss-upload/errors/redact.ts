/**
 * Redacts secrets in messages, which end up in logs: by name, by appearance, and by the literal
 * secrets in use. Hosts, paths and codes stay readable.
 */

import { openJson } from '../wx/open-json';
import { excerpt } from './excerpt';

/** Names of values that open something; not those that end like the name of something open. */
const SECRET =
  /(policy|signature|token|secret|password|callback|authorization|cookie|session|openid)(?!.*(version|type|url)$)/i;

/** Names of what identifies a key: no secrets, but in a quoted answer there is no need for them. */
const KEY_ID = /key|credential|accessid/i;

/** Base64, hex and the like. */
const OPAQUE = /[\w+/=]{20,}/g;

/** What an opaque run has and words do not: `SignatureDoesNotMatch`, `/get_post_signature`. */
const UNLIKE_WORDS = /\d|[+=]|[A-Z][a-z]?[A-Z]/;

/** Shorter literals are words like any other. */
const SHORTEST_SECRET = 6;

/** From this many characters on, a part of a literal is redacted too: messages quote the beginning of what came. */
const SHORTEST_PART = 16;

/** Whether the name alone says that a value opens something. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/**
 * A backend's answer in one short line.
 * @param secrets literals in use that the answer may quote, such as header values of the request. Default: none
 */
export function redact(answer: unknown, secrets: readonly string[] = []): string {
  const show = (name: string, value: unknown): unknown => {
    const isRecord = typeof value === 'object' && !Array.isArray(value);
    if (value && !isRecord && (isSecretName(name) || KEY_ID.test(name))) return '***';
    const opened = openJson(value);
    // No excerpt gets further than this.
    if (typeof opened === 'string') return redactOpaque(redactText(opened.slice(0, 500), secrets));
    return Array.isArray(opened) ? opened.slice(0, 9) : opened;
  };
  const opened = openJson(answer);
  if (typeof opened === 'string') return excerpt(show('', opened));
  // What has no fields says more by its kind: nothing, raw bytes, an empty list.
  if (Object.keys(Object(opened)).length === 0) return excerpt(opened);
  try {
    return excerpt(JSON.stringify(opened, show), 400);
  } catch {
    return excerpt(opened); // nested too deep to be shown
  }
}

/** The same text with `***` for each literal secret, and each longer part of one, and without the queries of URLs. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  const rest = text.replace(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/g, '$1');
  if (known.length === 0) return rest;
  let shown = '';
  for (let at = 0; at < rest.length; ) {
    const length = Math.max(0, ...known.map((secret) => lengthOfPart(rest, at, secret)));
    shown += length === 0 ? rest.charAt(at) : '***';
    at += Math.max(1, length);
  }
  return shown;
}

function redactOpaque(text: string): string {
  return text.replace(OPAQUE, (run) => (UNLIKE_WORDS.test(run) ? '***' : run));
}

/** How much of the text, from `at` on, is part of the secret; 0 where that is too little to say. */
function lengthOfPart(text: string, at: number, secret: string): number {
  const isPart = (length: number) => at + length <= text.length && secret.includes(text.slice(at, at + length));
  let length = Math.min(SHORTEST_PART, secret.length);
  if (!isPart(length)) return 0;
  while (isPart(length + 1)) length++;
  return length;
}
