import { createHash, createHmac } from 'node:crypto';
import { signV1, signV4, V4_ALGORITHM, V4_REQUEST, type V4Scope, v4SigningKey } from '../../../server/signature';
import type { FormFields } from '../form-fields';
import type { SignatureContext } from '../signature-check';
import { checkV4Date } from '../v4-credential';
import type { SignatureRecord, SignatureSlip, SignatureStep, SignatureStepName } from './form-record';
import { hideSecrets, signatureStart } from './redaction';

const DAY = 24 * 60 * 60 * 1000;

/** The step at which each mistake happens. */
const STEP_OF_SLIP: Readonly<Record<SignatureSlip, SignatureStepName>> = {
  'signed-json': 'string-to-sign',
  'upper-case': 'encoding',
  'other-encoding': 'encoding',
  'no-prefix': 'signing-key',
  'other-day': 'signing-key',
  'oss-region': 'signing-key',
  'other-version': 'version',
  secret: 'signing-key',
};

/**
 * Compares a form's signature step by step with the one that the bucket's credentials make. Undefined for an anonymous form.
 * Shows neither the secret, nor a signing key, nor a whole signature.
 */
export function explainSignature(fields: FormFields, context: SignatureContext): SignatureRecord | undefined {
  const explained = explain(fields, context);
  if (explained === undefined) return undefined;
  // A backend that mixes up id and secret sends the secret as the id.
  const shown = (text: string) => hideSecrets(text, context.settings);
  const steps = explained.steps.map((step) => ({ ...step, theirs: shown(step.theirs), ours: shown(step.ours) }));
  return { ...explained, steps };
}

function explain(fields: FormFields, context: SignatureContext): SignatureRecord | undefined {
  if (fields.has('x-oss-signature-version')) return explainV4(fields, context);
  return fields.has('ossaccesskeyid') || fields.has('signature') ? explainV1(fields, context) : undefined;
}

function explainV4(fields: FormFields, { settings, now }: SignatureContext): SignatureRecord {
  const { accessKeyId, region, accessKeySecret: secret } = settings;
  const value = (name: string) => fields.get(name) ?? '';
  const policy = value('policy');
  const theirs = value('x-oss-signature');
  const date = value('x-oss-date');
  const [id = '', day = '', theirRegion = '', ...end] = value('x-oss-credential').split('/');
  const ours = signV4(secret, { day, region }, policy);
  const slip = theirs === ours ? undefined : findV4Slip(theirs, policy, secret, { day, region });
  const ending = ['oss', V4_REQUEST].join('/');
  return record('V4', slip, [
    same('version', value('x-oss-signature-version'), V4_ALGORITHM),
    same('access-key-id', id, accessKeyId),
    ...tokenStep(fields, settings.securityToken),
    same('day', day, date.slice(0, 8)),
    same('region', theirRegion, region),
    same('scope', end.join('/'), ending),
    { name: 'date', theirs: date, ours: now.toISOString(), ok: isGoodDate(date, day, now) },
    stringToSign(policy),
    { name: 'signing-key', theirs: '', ours: [day, region, ending].join('/'), ok: true },
    { name: 'encoding', theirs: encodingOf(theirs), ours: 'hex, lower case', ok: true },
    { name: 'signature', theirs: signatureStart(theirs), ours: signatureStart(ours), ok: theirs === ours },
  ]);
}

function explainV1(fields: FormFields, { settings, refuseV1 }: SignatureContext): SignatureRecord {
  const policy = fields.get('policy') ?? '';
  const theirs = fields.get('signature') ?? '';
  const ours = signV1(settings.accessKeySecret, policy);
  const slip = theirs === ours ? undefined : findV1Slip(theirs, policy, settings.accessKeySecret);
  return record('V1', slip, [
    { name: 'version', theirs: 'V1', ours: refuseV1 ? 'V4 alone' : 'V1 or V4', ok: !refuseV1 },
    same('access-key-id', fields.get('ossaccesskeyid') ?? '', settings.accessKeyId),
    ...tokenStep(fields, settings.securityToken),
    stringToSign(policy),
    { name: 'signing-key', theirs: '', ours: 'the AccessKey secret', ok: true },
    { name: 'encoding', theirs: encodingOf(theirs), ours: 'base64', ok: true },
    { name: 'signature', theirs: signatureStart(theirs), ours: signatureStart(ours), ok: theirs === ours },
  ]);
}

function record(
  version: SignatureRecord['version'],
  slip: SignatureSlip | undefined,
  steps: readonly SignatureStep[],
): SignatureRecord {
  // With another key id or scope, or without a policy, the signature differs of course: then the slip is there, and not in the
  // computation. Where there is no signature, nothing was computed.
  const isComputed = steps.every(
    ({ name, ok, theirs }) => ok || name === 'date' || (name === 'signature' && theirs !== ''),
  );
  const differs = slip !== undefined && isComputed ? STEP_OF_SLIP[slip] : undefined;
  return {
    version,
    slip: isComputed ? slip : undefined,
    steps: steps.map((step) => (step.name === differs ? { ...step, ok: false } : step)),
  };
}

function same(name: SignatureStepName, theirs: string, ours: string): SignatureStep {
  return { name, theirs, ours, ok: theirs === ours };
}

function tokenStep(fields: FormFields, expected = ''): SignatureStep[] {
  const token = fields.get('x-oss-security-token') ?? '';
  if (token === '' && expected === '') return [];
  const shown = (text: string) => (text === '' ? 'none' : '***');
  return [{ name: 'token', theirs: shown(token), ours: shown(expected), ok: token === expected }];
}

/** The base64 policy and nothing else; by its length and digest, since it may hold a token. */
function stringToSign(policy: string): SignatureStep {
  const digest = createHash('sha256').update(policy).digest('hex').slice(0, 12);
  const text = `the field policy: ${policy.length} characters, SHA-256 ${digest}…`;
  return { name: 'string-to-sign', theirs: '', ours: text, ok: policy !== '' };
}

function isGoodDate(date: string, day: string, now: Date): boolean {
  try {
    checkV4Date(date, day, now);
    return true;
  } catch {
    return false;
  }
}

function encodingOf(signature: string): string {
  if (signature === '') return '';
  if (/^[0-9a-f]+$/.test(signature)) return 'hex, lower case';
  return /^[0-9A-F]+$/.test(signature) ? 'hex, upper case' : 'base64';
}

function findV4Slip(theirs: string, policy: string, secret: string, scope: V4Scope): SignatureSlip {
  const digest = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text);
  const signed = (changed: Partial<V4Scope>) => digest(v4SigningKey(secret, { ...scope, ...changed }), policy);
  const key = v4SigningKey(secret, scope);
  const json = Buffer.from(policy, 'base64').toString('utf8');
  const unprefixed = [scope.day, scope.region, 'oss', V4_REQUEST].reduce<string | Buffer>(
    (link, part) => createHmac('sha256', link).update(part).digest(),
    secret,
  );
  const days = [-1, 1].map((days) => otherDay(scope.day, days));
  if (theirs === digest(key, json).digest('hex')) return 'signed-json';
  if (theirs.toLowerCase() === signed({}).digest('hex')) return 'upper-case';
  if (theirs === signed({}).digest('base64')) return 'other-encoding';
  if (theirs === digest(unprefixed, policy).digest('hex')) return 'no-prefix';
  if (days.some((day) => theirs === signed({ day }).digest('hex'))) return 'other-day';
  if (theirs === signed({ region: `oss-${scope.region}` }).digest('hex')) return 'oss-region';
  return theirs === signV1(secret, policy) ? 'other-version' : 'secret';
}

function findV1Slip(theirs: string, policy: string, secret: string): SignatureSlip {
  if (theirs === signV1(secret, Buffer.from(policy, 'base64').toString('utf8'))) return 'signed-json';
  if (theirs.toLowerCase() === createHmac('sha1', secret).update(policy).digest('hex')) return 'other-encoding';
  return theirs === createHmac('sha256', secret).update(policy).digest('base64') ? 'other-version' : 'secret';
}

/** The day before or after, or the same text where it is no day. */
function otherDay(day: string, days: number): string {
  const time = Date.parse(day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3T00:00:00Z'));
  if (Number.isNaN(time)) return day;
  return new Date(time + days * DAY).toISOString().slice(0, 10).replaceAll('-', '');
}
