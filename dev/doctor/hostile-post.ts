import {
  asUploadError,
  type FetchedPolicy,
  type FormFields,
  formFields,
  fromOssAnswer,
  objectKey,
  type PolicySource,
  type UploadErrorCode,
} from '../../miniprogram/services/oss-upload/inspect';
import { ask } from './ask';
import { pixelFacts } from './pixel';
import { type Finding, ok, skipped, warning } from './report';

/** Where a check of limits gets what it posts with. */
export interface HostileClient {
  policies: PolicySource;
  /** Makes the last part of an object key, without extension; never the same twice. */
  createName: () => string;
}

/** Something that a hostile client would try. */
export interface HostileAttempt {
  /** As it stands in the sentences of the report: `a key outside uploads/`. */
  tried: string;
  /** Turns an honest form into a hostile one. */
  change: (honest: FormFields) => FormFields;
  bytes: Buffer<ArrayBuffer>;
  /** What to do if OSS takes it. */
  advice: string;
}

/** What a check of limits found, and the keys of what it stored where nothing stopped it. */
export interface LimitCheck {
  findings: readonly Finding[];
  stored: readonly string[];
}

/** For the largest file that is sent, over a slow line; in milliseconds. */
const TIMEOUT = 120_000;

/** The codes by which OSS enforces the policy. */
const REFUSALS: readonly UploadErrorCode[] = ['policy-violated', 'file-too-large'];

/** Posts without any of the mini-program's own checks, as a client with a stolen policy would. */
export async function tryHostile(client: HostileClient, attempt: HostileAttempt): Promise<LimitCheck> {
  try {
    return await post(client, attempt);
  } catch (error) {
    return unclear(attempt, asUploadError(error).message); // no second policy was to be had
  }
}

async function post(client: HostileClient, attempt: HostileAttempt): Promise<LimitCheck> {
  const name = client.createName();
  const policy = await client.policies.get(pixelFacts(name));
  const fields = attempt.change(honestForm(policy, name));
  const form = toFormData(fields, attempt.bytes);
  const answer = await ask(`${policy.host}/`, { method: 'POST', body: form, redirect: 'manual' }, { timeout: TIMEOUT });

  if (answer.name === 'unreachable') return unclear(attempt, answer.reason);
  if (answer.status >= 200 && answer.status < 300) {
    const key = fields['key'] ?? '';
    const problem = `Expected OSS to refuse ${attempt.tried}, got it stored as ${key}.`;
    return { findings: [warning(problem, attempt.advice)], stored: [key] };
  }
  const error = fromOssAnswer(answer.status, answer.body.toString());
  if (!REFUSALS.includes(error.code)) return unclear(attempt, error.message);
  return { findings: [ok(`OSS refused ${attempt.tried} (${error.details.ossCode ?? answer.status}).`)], stored: [] };
}

function unclear({ tried }: HostileAttempt, reason: string): LimitCheck {
  return { findings: [skipped(`Whether OSS refuses ${tried} is not known: ${reason}`)], stored: [] };
}

function honestForm(policy: FetchedPolicy, name: string): FormFields {
  return formFields(policy, { key: objectKey(policy.key, name, 'png'), contentType: 'image/png' });
}

function toFormData(fields: FormFields, bytes: Buffer<ArrayBuffer>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([bytes]), 'doctor.png');
  return form;
}
