import type { FetchedPolicy } from '../../../miniprogram/services/oss-upload/inspect';
import { type Finding, failed, ok, warning } from '../report';

/** In seconds: enough for a slow upload, and a stolen policy is soon worthless. */
const SHORTEST = 120;
const LONGEST = 3600;

/** @param serverTime by the backend's clock, milliseconds since 1970 */
export function checkExpiry({ document }: FetchedPolicy, serverTime: number): Finding {
  if (document.expiration === undefined) {
    return failed(
      'Expected an expiration in the policy, got none in a form that is known.',
      'State it as ISO 8601 in UTC, like 2030-01-01T00:10:00.000Z: OSS refuses a policy without it.',
    );
  }
  const seconds = Math.floor((document.expiration - serverTime) / 1000);
  if (seconds <= 0) {
    return failed(
      `Expected a policy that is still valid, got one that expired ${-seconds} s ago by the backend's clock.`,
      'Sign a new policy for each request, that expires in about ten minutes, and forbid caching of the answer.',
    );
  }
  if (seconds < SHORTEST) {
    return warning(
      `Expected the policy to be valid for at least ${SHORTEST} s, got ${seconds} s.`,
      'Let it expire in about ten minutes: the whole upload must have arrived before that.',
    );
  }
  if (seconds > LONGEST) {
    return warning(
      `Expected the policy to be valid for at most ${LONGEST} s, got ${seconds} s.`,
      'Let it expire in about ten minutes: a stolen policy is valid until then.',
    );
  }
  return ok(`The policy is valid for ${seconds} s.`);
}
