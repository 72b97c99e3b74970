import type { FetchedPolicy } from '../../../miniprogram/services/oss-upload/inspect';
import { type HostileClient, type LimitCheck, tryHostile } from '../hostile-post';
import { pixelPng } from '../pixel';
import { skipped, warning } from '../report';

/** A larger file is not sent just to see it refused; in bytes. */
const LARGEST_TRY = 50 * 1024 * 1024;

/** What OSS takes at most in one post, so that a policy with this limit has none: https://help.aliyun.com/zh/oss/developer-reference/postobject */
const FIVE_GB = 5 * 1024 * 1024 * 1024;

/** How large a file a hostile client may store. */
export async function checkSizeLimit({ document }: FetchedPolicy, client: HostileClient): Promise<LimitCheck> {
  const max = document.size?.max ?? Number.POSITIVE_INFINITY;
  if (max >= FIVE_GB) {
    const anySize = warning(
      'Expected the policy to limit the size of the file, got none: each client can store 5 GB at a time.',
      'Add ["content-length-range", 1, 20971520] to the conditions.',
    );
    return { findings: [anySize], stored: [] };
  }
  if (max > LARGEST_TRY) {
    return { findings: [skipped(`A file over the limit of ${max} bytes is too large to try.`)], stored: [] };
  }
  return tryHostile(client, {
    tried: `a file of ${max + 1} bytes`,
    change: (honest) => honest,
    bytes: pixelPng(max + 1),
    advice: `The policy says ${max} at most: find out what accepts the file instead of OSS.`,
  });
}
