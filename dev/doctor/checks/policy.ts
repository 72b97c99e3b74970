import {
  asUploadError,
  type FetchedPolicy,
  type PolicySource,
  type UploadError,
} from '../../../miniprogram/services/oss-upload/inspect';
import { adviceFor } from '../advice';
import { pixelFacts } from '../pixel';
import { type PolicySummary, summarize } from '../policy-summary';
import type { RecordedAnswer } from '../recorded-answers';
import { type Finding, failed, ok, warning } from '../report';
import type { DoctorRequest } from '../request';
import { missingSettings, settingsInUse } from '../settings';

/** The options that stand in for a setting. */
const OPTIONS = { host: '--host', accessKeyId: '--access-key-id' } as const;

export type PolicyCheck =
  | { policy: FetchedPolicy; understood: PolicySummary; findings: Finding[] }
  | { policy: undefined; findings: Finding[] };

/**
 * Gets a signed policy with the mini-program's own code.
 * @param lastAnswer what the backend answered last, if it answered
 */
export async function checkPolicy(
  request: DoctorRequest,
  policies: PolicySource,
  lastAnswer: () => RecordedAnswer | undefined,
): Promise<PolicyCheck> {
  try {
    const policy = await policies.get(pixelFacts('doctor'));
    const understood = summarize(policy, settingsInUse(request, lastAnswer()?.data));
    const read = ok('The backend answered a signed policy that the mini-program can read.');
    return { policy, understood, findings: understood.signatureVersion === 'v1' ? [read, v1] : [read] };
  } catch (error) {
    return { policy: undefined, findings: [explain(asUploadError(error), request, lastAnswer()?.data)] };
  }
}

const v1: Finding = warning(
  'Expected a V4 signature, got V1: OSS takes it neither from new accounts (since March 2025) nor for new buckets (since September).',
  'Let the backend sign in version 4; the mini-program takes both.',
);

function explain(error: UploadError, { defaults }: DoctorRequest, answer: unknown): Finding {
  const missing = error.code === 'policy-unusable' ? missingSettings(answer, defaults) : [];
  if (missing.length === 0) return failed(error.message, adviceFor(error));
  const settings = missing.map((name) => `policyDefaults.${name}`).join(' and ');
  const options = missing.map((name) => OPTIONS[name]).join(' and ');
  return failed(
    error.message,
    `Set ${settings} in miniprogram/config.ts, or let the backend answer it; ${options} tries it here.`,
  );
}
