import { UploadError } from '../errors/upload-error';
import type { FetchedPolicy } from './fetch-policy';

/** Caches the signed policy until it is due for renewal. */
export interface PolicySource {
  /**
   * Resolves with the cached policy or a new one. Concurrent calls share one request, and its failure.
   * @param imageId where a policy allows one key only, every try of an image gets the same policy
   */
  get(imageId: string): Promise<FetchedPolicy>;
  /** Evicts a policy that OSS refused, so that the next call fetches a new one. */
  discard(policy: FetchedPolicy): void;
}

/**
 * @param fetch asks the backend
 * @param now milliseconds since 1970
 * @param owner for whom policies are fetched; one policy never serves two. Default: everyone
 */
export function createPolicySource(
  fetch: () => Promise<FetchedPolicy>,
  now: () => number,
  owner: () => string = () => '',
): PolicySource {
  let cache = emptyCache(owner());

  const isValid = (policy: FetchedPolicy) => now() < policy.renewAt;

  function shared(cache: PolicyCache): Promise<FetchedPolicy> {
    const { current, pending } = cache;
    if (pending) return pending;
    if (current && isValid(current)) return Promise.resolve(current);
    cache.pending = fetch()
      .then((policy) => {
        cache.current = policy;
        return policy;
      })
      .finally(() => {
        cache.pending = undefined;
      });
    return cache.pending;
  }

  async function policyFor(imageId: string, cache: PolicyCache): Promise<FetchedPolicy> {
    const { taken } = cache;
    for (const [id, policy] of taken) if (!isValid(policy)) taken.delete(id);
    const own = taken.get(imageId);
    if (own) return own;

    let policy = await shared(cache);
    if (policy.key.mode === 'prefix') return policy;
    // It allows one key, so it serves one image: the first call takes it, concurrent ones fetch their own.
    if (cache.current === policy) cache.current = undefined;
    else policy = await fetch();
    taken.set(imageId, policy);
    return policy;
  }

  return {
    async get(imageId) {
      const whose = owner();
      if (cache.owner !== whose) cache = emptyCache(whose);
      const policy = await policyFor(imageId, cache);
      if (owner() === whose) return policy;
      throw new UploadError('interrupted', 'Expected a policy for the current owner, got one for the last.');
    },
    discard(policy) {
      if (cache.current === policy) cache.current = undefined;
      for (const [id, one] of cache.taken) if (one === policy) cache.taken.delete(id);
    },
  };
}

interface PolicyCache {
  owner: string;
  current: FetchedPolicy | undefined;
  pending: Promise<FetchedPolicy> | undefined;
  /** Policies that allow one key, by the id of the image that uses it. */
  taken: Map<string, FetchedPolicy>;
}

function emptyCache(owner: string): PolicyCache {
  return { owner, current: undefined, pending: undefined, taken: new Map() };
}
