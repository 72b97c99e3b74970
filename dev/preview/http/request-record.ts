import { isSecretName } from '../../../miniprogram/services/oss-upload/errors/redact';
import { openJson } from '../../../miniprogram/services/oss-upload/wx/open-json';
import { redactCondition, shorten } from '../../oss/form-log/redaction';
import { OssError } from '../../oss/oss-error';
import { readPolicy } from '../../oss/policy-document';
import type { RelayAnswer, RelayRequest } from '../relay-protocol';
import type { DecodedPolicy, RequestOutcome, RequestRecord } from '../workbench-protocol';

/** Besides the names that the mini-program itself redacts. `code` is what `wx.login` gives. */
const isSecret = (name: string) => isSecretName(name) || /ticket|auth(?!or)|jwt|api[-_]?key|^code$/i.test(name);

/** A name as in a query, a form or quoted JSON, with what follows it: `code=`, `\"token\":`. */
const NAME = /([\w-]+)\\?["']?\s*[=:]/g;

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
  if (answer.kind === 'failed') return { kind: 'failed', reason: withoutQuotedSecrets(answer.reason), took };
  const body = decode(answer.body);
  return { kind: 'answered', status: answer.statusCode, body: shownBody(body), policy: policyIn(openJson(body)), took };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return hasSecret(url) ? '***' : url;
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  for (const name of [...shown.searchParams.keys()]) if (isSecret(name)) shown.searchParams.set(name, '***');
  return shown.href;
}

/** WeChat's message quotes an address that cannot be read. */
function withoutQuotedSecrets(reason: string): string {
  return hasSecret(reason) ? reason.replace(/".*"/s, '"***"') : reason;
}

/** A body that is no JSON may hold anything: only its size is shown if it names a secret. */
function shownBody(text: string): string {
  const json = openJson(text);
  if (json !== text) return shorten(JSON.stringify(json, redact, 2));
  return hasSecret(text) ? `${text.length} characters that are no JSON` : shorten(text);
}

function hasSecret(text: string): boolean {
  return isSecretName(text) || [...text.matchAll(NAME)].some(([, name = '']) => isSecret(name));
}

function redact(name: string, value: unknown): unknown {
  const opened = openJson(value); // some backends wrap JSON in JSON
  if (!isSecret(name) || opened === '' || opened === null) return opened;
  // The values of an object are redacted by their own names, those of a list have none.
  if (typeof opened === 'object' && !Array.isArray(opened)) return opened;
  return typeof value === 'string' && name.toLowerCase() === 'policy' ? `*** (${value.length} characters)` : '***';
}

/** The first policy in an answer, at whatever depth a backend wraps it. */
function policyIn(wrapped: unknown): DecodedPolicy | undefined {
  const value = openJson(wrapped);
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
