import { decodeBase64, openJson, readPolicyDocument } from '../../miniprogram/services/oss-upload/inspect';
import type { Finding } from './report';
import type { DoctorRequest } from './request';

/** Names whose values open something; not those that end like a name of something open. */
const SECRETIVE = /(policy|signature|token|secret|password|callback)(?!.*(version|type|url)$)/i;

/** What is shorter is a word like any other, and no secret. */
const SHORTEST_SECRET = 6;

/** From this many characters on, a part of a secret is blacked out too: messages quote the beginning of what came. */
const SHORTEST_PART = 16;

/** No answer is read this deep. */
const MAX_DEPTH = 10;

/** All texts with a secretive name, at any depth, also in JSON that stands in a text, and what a policy holds of them. */
export function secretsIn(value: unknown, name = '', depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  const opened = openJson(value);
  if (typeof opened === 'object' && opened !== null) {
    return Object.entries(opened).flatMap(([field, inner]) => secretsIn(inner, field, depth + 1));
  }
  return typeof opened === 'string' && SECRETIVE.test(name) ? [opened, ...secretsInPolicy(opened)] : [];
}

/** What a backend is asked with and may quote: header values, and what is secretive in the query and the body. */
export function secretsInRequest({ url, parts: { header = {}, data } }: DoctorRequest): string[] {
  const query = Object.fromEntries(new URL(url).searchParams);
  const form = typeof data === 'string' ? Object.fromEntries(new URLSearchParams(data)) : {};
  // Of `Bearer abc` a server may quote only `abc`.
  const words = Object.values(header).flatMap((value) => [value, ...value.split(/\s+/)]);
  return [...words, ...secretsIn(query), ...secretsIn(form), ...secretsIn(data)];
}

/** The same in words that hold `***` for each secret, and for each longer part of one. */
export function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const known = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  switch (finding.status) {
    case 'ok':
      return { ...finding, message: blackOut(finding.message, known) };
    case 'skipped':
      return { ...finding, reason: blackOut(finding.reason, known) };
    case 'warning':
    case 'failed':
      return { ...finding, problem: blackOut(finding.problem, known), advice: blackOut(finding.advice, known) };
  }
}

function blackOut(text: string, secrets: readonly string[]): string {
  let shown = '';
  for (let at = 0; at < text.length; ) {
    const length = Math.max(0, ...secrets.map((secret) => lengthOfPart(text, at, secret)));
    shown += length === 0 ? text.charAt(at) : '***';
    at += Math.max(1, length);
  }
  return shown;
}

/** How much of the text, from `at` on, is part of the secret; 0 where that is too little to tell. */
function lengthOfPart(text: string, at: number, secret: string): number {
  const isPart = (length: number) => at + length <= text.length && secret.includes(text.slice(at, at + length));
  let length = Math.min(SHORTEST_PART, secret.length);
  if (!isPart(length)) return 0;
  while (isPart(length + 1)) length++;
  return length;
}

/** The token that a policy states; of a policy that cannot be read all of it, since the reader's message quotes it. */
function secretsInPolicy(text: string): string[] {
  const decoded = decodeBase64(text);
  if (decoded === undefined) return [];
  try {
    const { conditions } = readPolicyDocument(text);
    return conditions.flatMap((one) => ('value' in one ? secretsIn({ [one.field]: one.value }) : []));
  } catch {
    return [decoded];
  }
}
