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

/** All texts whose name says that they are secret, at any depth, also in JSON within text, and those within a policy. */
export function secretsIn(value: unknown, name = '', depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  const opened = openJson(value);
  if (typeof opened === 'object' && opened !== null) {
    return Object.entries(opened).flatMap(([field, inner]) => secretsIn(inner, field, depth + 1));
  }
  return typeof opened === 'string' && isSecretName(name) ? [opened, ...secretsInPolicy(opened)] : [];
}

/** The secrets of the request, which a backend may quote: header values, and those in the query and the body. */
export function secretsInRequest({ url, parts: { header = {}, data } }: DoctorRequest): string[] {
  const query = Object.fromEntries(new URL(url).searchParams);
  const form = typeof data === 'string' ? Object.fromEntries(new URLSearchParams(data)) : {};
  // Of `Bearer abc` a server may quote only `abc`.
  const words = Object.values(header).flatMap((value) => [value, ...value.split(/\s+/)]);
  return [...words, ...secretsIn(query), ...secretsIn(form), ...secretsIn(data)];
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
