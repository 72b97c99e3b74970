import type { OssSettings } from '../../../server/settings';
import type { Condition } from '../policy-condition';
import type { SentField } from './form-record';

/** Names of fields whose value opens something by itself. */
const SECRET = /token|secret|password|session|ticket|authorization/i;

/** Enough to compare a signature by eye, and too little to post it. */
const SIGNATURE_START = 8;

/** The longest text of a record, in characters. */
const MAX_TEXT = 2000;

/** What came may hold the bucket's secret or token in any place, and OSS quotes it. */
export function hideSecrets(text: string, { accessKeySecret, securityToken }: OssSettings): string {
  const hidden = text.replaceAll(accessKeySecret, '***');
  return securityToken === undefined ? hidden : hidden.replaceAll(securityToken, '***');
}

export function signatureStart(signature: string): string {
  if (signature === '') return '';
  return signature.length > SIGNATURE_START ? `${signature.slice(0, SIGNATURE_START)}…` : '***';
}

export function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}

/** A form field as a record may show it. */
export function redactField(name: string, value: string, settings: OssSettings): SentField {
  return { name: shorten(hideSecrets(name, settings)), value: shorten(hideSecrets(shownValue(name, value), settings)) };
}

/** The text of a condition without the secret that it may compare with. */
export function redactCondition(condition: Condition): string {
  const isSecret = 'field' in condition && isSecretField(condition.field);
  return shorten(isSecret ? `["${condition.mode}", "$${condition.field}", "***"]` : condition.text);
}

/** A message that may quote one of the conditions. */
export function redactQuoted(message: string, conditions: readonly Condition[]): string {
  return conditions.reduce((text, each) => text.replaceAll(each.text, () => redactCondition(each)), message);
}

/** What a condition was compared with, as a record may show it. */
export function redactCompared(condition: Condition, value: string): string {
  const isSecret = 'field' in condition && isSecretField(condition.field) && value !== '';
  return isSecret ? '***' : shorten(value);
}

/** The policy names it in full, or the field brings it. */
function isSecretField(field: string): boolean {
  // A callback's body may hold a ticket, which tells the backend whose upload it is.
  return field === 'callback' || SECRET.test(field);
}

function shownValue(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'policy':
      return `${value.length} characters, decoded below`;
    case 'signature':
    case 'x-oss-signature':
      return signatureStart(value);
    case 'callback':
      return value === '' ? '' : callbackWithoutBody(value);
    default:
      return SECRET.test(name) && value !== '' ? '***' : value;
  }
}

function callbackWithoutBody(value: string): string {
  try {
    const { callbackUrl, callbackHost, callbackBodyType }: Record<string, unknown> = JSON.parse(
      Buffer.from(value, 'base64').toString('utf8'),
    );
    return JSON.stringify({ callbackUrl, callbackHost, callbackBodyType, callbackBody: '***' });
  } catch {
    return `${value.length} characters that are no base64 of JSON`;
  }
}
