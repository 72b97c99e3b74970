import type { PolicySource } from '../../miniprogram/services/oss-upload/inspect';
import { checkClock } from './checks/clock';
import { checkCors } from './checks/cors';
import { checkExpiry } from './checks/expiry';
import { checkFormLimit } from './checks/form-limit';
import { checkHttps } from './checks/https';
import { checkKeyLimit } from './checks/key-limit';
import { checkPolicy } from './checks/policy';
import { checkReadBack } from './checks/read-back';
import { checkSizeLimit } from './checks/size-limit';
import { checkTypeLimit } from './checks/type-limit';
import { checkUpload, type PictureApi } from './checks/upload';
import { pixelPng } from './pixel';
import type { RecordedAnswer } from './recorded-answers';
import { type CheckName, type Step, skipped } from './report';
import type { DoctorRequest } from './request';

export interface Instruments {
  policies: PolicySource;
  /** The last answer of the backend, if it gave one. */
  lastAnswer: () => RecordedAnswer | undefined;
  api: PictureApi;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Makes the last part of an object key, without extension; never the same twice. */
  createName: () => string;
}

/** Beyond this no picture is padded to meet a policy's lower limit; in bytes. */
const LARGEST_PICTURE = 50 * 1024 * 1024;

/** All checks, one after the other: first what an upload needs, then what the policy should prevent. */
export async function* examine(request: DoctorRequest, instruments: Instruments): AsyncGenerator<Step, void> {
  const { policies, lastAnswer, now } = instruments;
  const { policy, ...said } = await checkPolicy(request, policies, lastAnswer);
  yield { check: 'policy', ...said };

  const answer = lastAnswer();
  const addresses = policy === undefined ? [request.url] : [request.url, policy.host];
  yield { check: 'https', findings: await Promise.all(addresses.map((address) => checkHttps(address, now()))) };
  yield { check: 'clock', findings: [await checkClock(answer, policy?.host, now)] };
  if (policy === undefined) return yield* skip([...NEED_POLICY, ...NEED_UPLOAD], 'There is no policy to try.');

  yield { check: 'expiry', findings: [checkExpiry(policy, answer?.clock?.there ?? now())] };
  yield { check: 'cors', findings: [await checkCors(policy.host)] };
  yield { check: 'form-limit', findings: checkFormLimit(policy) };
  const picture = pixelPng(Math.min(policy.document.size?.min ?? 0, LARGEST_PICTURE));
  const upload = await checkUpload(picture, instruments);
  yield { check: 'upload', findings: upload.findings, stored: upload.stored === undefined ? [] : [upload.stored.key] };
  if (upload.stored === undefined) return yield* skip(NEED_UPLOAD, 'Nothing could be uploaded.');

  yield { check: 'read-back', findings: [await checkReadBack(upload.stored, picture)] };
  yield { check: 'key-limit', ...(await checkKeyLimit(policy, instruments)) };
  yield { check: 'size-limit', ...(await checkSizeLimit(policy, instruments)) };
  yield { check: 'type-limit', ...(await checkTypeLimit(policy, instruments)) };
}

const NEED_POLICY: readonly CheckName[] = ['expiry', 'cors', 'form-limit', 'upload'];
const NEED_UPLOAD: readonly CheckName[] = ['read-back', 'key-limit', 'size-limit', 'type-limit'];

function* skip(checks: readonly CheckName[], reason: string): Generator<Step, void> {
  for (const check of checks) yield { check, findings: [skipped(reason)] };
}
