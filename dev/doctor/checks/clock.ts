import { ask } from '../ask';
import { type ClockReading, type RecordedAnswer, readClock } from '../recorded-answers';
import { type Finding, failed, ok, skipped, warning } from '../report';

/** In milliseconds: as early as the mini-program renews a policy. */
const TOLERANCE = 60_000;

/** OSS refuses V4 signatures dated further away: https://help.aliyun.com/zh/oss/developer-reference/postobject */
const OSS_TOLERANCE = 15 * 60_000;

/**
 * Compares the backend's clock with OSS's; where OSS cannot be asked, with this computer's.
 * @param now milliseconds since 1970
 */
export async function checkClock(
  answer: RecordedAnswer | undefined,
  host: string | undefined,
  now: () => number,
): Promise<Finding> {
  if (answer === undefined) return skipped('The backend gave no answer to read its clock from.');
  if (answer.clock === undefined) {
    return warning(
      'Expected a Date header in the answer of the backend, got none.',
      "Send it: without it the mini-program has to trust the phone's clock, which may be wrong by days.",
    );
  }
  const oss = host === undefined ? undefined : await ossClock(host, now);
  const [reference, ahead] =
    oss === undefined
      ? (["this computer's", lead(answer.clock)] as const)
      : (["OSS's", lead(answer.clock) - lead(oss)] as const);
  const distance = Math.abs(ahead);
  const said = `${Math.round(distance / 1000)} s ${ahead > 0 ? 'ahead' : 'behind'}`;
  if (distance <= TOLERANCE) return ok(`The backend's clock agrees with ${reference} to a minute.`);
  const cached = ahead < 0 ? ', or an answer of that age from a cache (then each answer has the same Date)' : '';
  const problem = `Expected the backend's clock to agree with ${reference}, got it ${said}${cached}.`;
  const advice = 'Let the backend set its clock by NTP, and hand on its Date header unchanged and uncached.';
  return distance > OSS_TOLERANCE ? failed(problem, advice) : warning(problem, advice);
}

/** How far a clock is ahead of this computer's, in milliseconds. */
function lead({ there, here }: ClockReading): number {
  return there - here;
}

async function ossClock(host: string, now: () => number): Promise<ClockReading | undefined> {
  const askedAt = now();
  const answer = await ask(`${host}/`, { method: 'HEAD' });
  // Even a refusal has a Date.
  return answer.name === 'answered' ? readClock(answer.headers.get('date') ?? undefined, askedAt, now()) : undefined;
}
