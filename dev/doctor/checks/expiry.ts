import type { FetchedPolicy } from '../../../miniprogram/services/oss-upload/inspect';
import { type Finding, failed, ok, warning } from '../report';

/** In seconds: time enough for a slow upload, and a stolen policy is soon worth nothing. */
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
      `Expected a policy that is still good, got one that expired ${-seconds} s ago by the backend's clock.`,
      'Sign a new policy for each request, with an expiration some ten minutes ahead, and let nothing cache the answer.',
    );
  }
  if (seconds < SHORTEST) {
    return warning(
      `Expected the policy to be good for at least ${SHORTEST} s, got ${seconds} s.`,
      'Let it expire some ten minutes ahead: the whole upload must have arrived before that.',
    );
  }
  if (seconds > LONGEST) {
    return warning(
      `Expected the policy to be good for at most ${LONGEST} s, got ${seconds} s.`,
      'Let it expire some ten minutes ahead: whoever finds it may upload until then.',
    );
  }
  return ok(`The policy is good for ${seconds} s.`);
}
