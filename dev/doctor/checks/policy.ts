import {
  asUploadError,
  type FetchedPolicy,
  type PolicySource,
  type UploadError,
} from '../../../miniprogram/services/oss-upload/inspect';
import { adviceForBackend } from '../advice';
import { pixelFacts } from '../pixel';
import { type PolicySummary, summarize } from '../policy-summary';
import type { RecordedAnswer } from '../recorded-answers';
import { type Finding, failed, ok, warning } from '../report';
import type { DoctorRequest } from '../request';
import { missingSettings, settingsInUse } from '../settings';
import { findSignInPage } from '../sign-in-page';

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
    const warnings = [...(understood.signatureVersion === 'v1' ? [v1] : []), ...cacheWarnings(lastAnswer())];
    return { policy, understood, findings: [read, ...warnings] };
  } catch (error) {
    return { policy: undefined, findings: [await explain(asUploadError(error), request, lastAnswer()?.data)] };
  }
}

const v1: Finding = warning(
  'Expected a V4 signature, got V1: OSS takes it neither from new accounts (since March 2025) nor for new buckets (since September).',
  'Let the backend sign in version 4; the mini-program takes both.',
);

/** For an answer that a cache says it has kept. */
function cacheWarnings(answer: RecordedAnswer | undefined): Finding[] {
  const age = answer?.age ?? 0;
  if (age === 0) return [];
  return [
    warning(
      `Expected a policy that is signed for this request, got one that a cache on the way has kept for ${age} s (Age: ${age}).`,
      'Send cache-control: no-store, and let the CDN or proxy cache nothing at this address: a cached policy expires early, and one user gets that of another.',
    ),
  ];
}

async function explain(error: UploadError, request: DoctorRequest, answer: unknown): Promise<Finding> {
  const { defaults, parts } = request;
  const signIn = error.code === 'not-from-backend' ? await findSignInPage(request, answer) : undefined;
  if (signIn !== undefined) return signIn;
  const missing = error.code === 'policy-unusable' ? missingSettings(answer, defaults) : [];
  if (missing.length === 0) return failed(error.message, adviceForBackend(error, parts, answer));
  const settings = missing.map((name) => `policyDefaults.${name}`).join(' and ');
  const options = missing.map((name) => OPTIONS[name]).join(' and ');
  return failed(
    error.message,
    `Set ${settings} in miniprogram/config.ts, or let the backend answer it; ${options} tries it here.`,
  );
}
