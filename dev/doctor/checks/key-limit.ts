import type { FetchedPolicy, KeyRule } from '../../../miniprogram/services/oss-upload/inspect';
import { type HostileClient, type LimitCheck, tryHostile } from '../hostile-post';
import { pixelPng } from '../pixel';
import { type Finding, warning } from '../report';

/** Where a hostile client may store: in which bucket, under which keys. */
export async function checkKeyLimit(policy: FetchedPolicy, client: HostileClient): Promise<LimitCheck> {
  const { key, document } = policy;
  const { findings, stored } = await tryOutside(key, client, document.size?.min ?? 0);
  const bucketIsNamed = document.conditions.some(({ field }) => field === 'bucket');
  return { findings: bucketIsNamed ? findings : [...findings, anyBucket], stored };
}

const anyBucket: Finding = warning(
  'Expected the policy to name its bucket, got none: it opens each bucket that the key may write to.',
  'Add {"bucket": "<name>"} to the conditions.',
);

async function tryOutside(rule: KeyRule, client: HostileClient, minBytes: number): Promise<LimitCheck> {
  if (rule.mode === 'prefix' && rule.prefix === '') {
    const anyKey = warning(
      'Expected the policy to limit the object key, got every key allowed: each client can replace any object.',
      'Add ["starts-with", "$key", "uploads/"], best with a folder for each user.',
    );
    return { findings: [anyKey], stored: [] };
  }
  const allowed = rule.mode === 'exact' ? rule.key : rule.prefix;
  // Beside what is allowed, so that a prefix without its slash at the end is found out too.
  const outside = `${allowed.replace(/\/$/, '')}-outside/${client.createName()}.png`;
  const isExact = rule.mode === 'exact';
  return tryHostile(client, {
    tried: isExact ? `another key than "${allowed}", which the backend gave` : `a key outside "${allowed}"`,
    change: (honest) => ({ ...honest, key: outside }),
    bytes: pixelPng(minBytes),
    advice: isExact
      ? `Add ["eq", "$key", "${allowed}"] to the conditions: a key beside the policy does not bind the client.`
      : `Add ["starts-with", "$key", "${allowed.replace(/\/?$/, '/')}"] to the conditions, slash included.`,
  });
}
