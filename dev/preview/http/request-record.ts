import { isSecretName } from '../../../miniprogram/services/oss-upload/errors/redact';
import { redactCondition, shorten } from '../../oss/form-log/redaction';
import { OssError } from '../../oss/oss-error';
import { readPolicy } from '../../oss/policy-document';
import type { RelayAnswer, RelayRequest } from '../relay-protocol';
import type { DecodedPolicy, RequestOutcome, RequestRecord } from '../workbench-protocol';

/** Besides the names that the mini-program itself redacts. `code` is what `wx.login` gives. */
const isSecret = (name: string) => isSecretName(name) || /ticket|^code$/i.test(name);

/** A request that is about to be sent, as a record without its secrets. @param url where it really goes */
export function beginRecord(id: string, at: Date, url: string, request: RelayRequest): RequestRecord {
  const header = Object.entries(request.header).map(([name, value]) => [name, isSecret(name) ? '***' : value]);
  return {
    id,
    at: at.toISOString(),
    method: request.method,
    url: withoutSecrets(url),
    header: Object.fromEntries(header),
    body: shownBody(decode(request.body)),
    outcome: { kind: 'waiting' },
  };
}

/** @param took in milliseconds */
export function outcomeOf(answer: RelayAnswer, took: number): RequestOutcome {
  if (answer.kind === 'failed') return { kind: 'failed', reason: answer.reason, took };
  const body = decode(answer.body);
  return { kind: 'answered', status: answer.statusCode, body: shownBody(body), policy: policyIn(parse(body)), took };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url;
  const shown = new URL(url);
  for (const name of [...shown.searchParams.keys()]) if (isSecret(name)) shown.searchParams.set(name, '***');
  return shown.href;
}

/** A body that is no JSON may hold anything: only its size is shown, unless it is a short text without a secret's name. */
function shownBody(text: string): string {
  const json = parse(text);
  if (json !== undefined) return shorten(JSON.stringify(json, redact, 2));
  return isSecret(text) ? `${text.length} characters that are no JSON` : shorten(text);
}

function redact(name: string, value: unknown): unknown {
  if (!isSecret(name) || value === '' || value === null) return value;
  if (typeof value === 'object') return value; // its own values are redacted by their names
  return typeof value === 'string' && name.toLowerCase() === 'policy' ? `*** (${value.length} characters)` : '***';
}

/** The first policy in an answer, at whatever depth a backend wraps it. */
function policyIn(value: unknown): DecodedPolicy | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const own = entries.find(([name, inner]) => name.toLowerCase() === 'policy' && typeof inner === 'string');
  if (own !== undefined) return decodePolicy(String(own[1]));
  return entries.map(([, inner]) => policyIn(inner)).find((inner) => inner !== undefined);
}

function decodePolicy(base64: string): DecodedPolicy {
  try {
    const { expiration, conditions } = readPolicy(base64);
    return { kind: 'read', expiration: expiration.toISOString(), conditions: conditions.map(redactCondition) };
  } catch (error) {
    if (!(error instanceof OssError)) throw error;
    return { kind: 'unreadable', reason: error.message };
  }
}
