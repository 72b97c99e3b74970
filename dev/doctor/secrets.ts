import {
  decodeBase64,
  isSecretName,
  openJson,
  readPolicyDocument,
  redactText,
} from '../../miniprogram/services/oss-upload/inspect';
import type { Finding } from './report';
import type { DoctorRequest } from './request';

/** Deeper than any answer is read. */
const MAX_DEPTH = 10;

/** Names of header values that are no secrets: what is accepted and sent, and by whom. */
const OPEN_HEADERS = /^(accept|accept-.*|content-type|content-language|user-agent|referer|origin|cache-control)$/i;

/** Words of a header value that say how its secret is to be taken. */
const SCHEMES = /^(bearer|basic|digest|token|hmac|jwt)$/i;

/** All texts whose name says that they are secret, at any depth, also in JSON within text, and those within a policy. */
export function secretsIn(value: unknown, name = '', depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  const opened = openJson(value);
  if (typeof opened === 'object' && opened !== null) {
    return Object.entries(opened).flatMap(([field, inner]) => secretsIn(inner, field, depth + 1));
  }
  if (typeof opened !== 'string' || !isSecret(name)) return [];
  return /policy/i.test(name) ? [opened, ...secretsInPolicy(opened)] : [opened];
}

/** Every client sees the callback, and a report that hides its host, path and words is of no use. */
function isSecret(name: string): boolean {
  return isSecretName(name) && !/callback/i.test(name);
}

/** The secrets of the request, which a backend may quote: header values, and those in the query and the body. */
export function secretsInRequest({ url, parts: { header = {}, data } }: DoctorRequest): string[] {
  const query = Object.fromEntries(new URL(url).searchParams);
  const form = typeof data === 'string' ? Object.fromEntries(new URLSearchParams(data)) : {};
  const words = Object.entries(header).flatMap(([name, value]) => (OPEN_HEADERS.test(name) ? [] : wordsOf(value)));
  return [...words, ...secretsIn(query), ...secretsIn(form), ...secretsIn(data)];
}

/** Of `Bearer abc` a server may quote only `abc`. */
function wordsOf(value: string): string[] {
  return [value, ...value.split(/\s+/).filter((word) => !SCHEMES.test(word))];
}

/** The same finding with its sentences redacted. */
export function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  switch (finding.status) {
    case 'ok':
      return { ...finding, message: redactText(finding.message, secrets) };
    case 'skipped':
      return { ...finding, reason: redactText(finding.reason, secrets) };
    case 'warning':
    case 'failed':
      return { ...finding, problem: redactText(finding.problem, secrets), advice: redactText(finding.advice, secrets) };
  }
}

/** The token that a policy states; all of a policy that cannot be read, since the reader's message quotes it. */
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
