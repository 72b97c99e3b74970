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
 */
export function createPolicySource(fetch: () => Promise<FetchedPolicy>, now: () => number): PolicySource {
  let current: FetchedPolicy | undefined;
  let pending: Promise<FetchedPolicy> | undefined;
  /** Policies that allow one key, by the id of the image that uses it. */
  const taken = new Map<string, FetchedPolicy>();

  const isValid = (policy: FetchedPolicy) => now() < policy.renewAt;

  function shared(): Promise<FetchedPolicy> {
    if (pending) return pending;
    if (current && isValid(current)) return Promise.resolve(current);
    pending = fetch()
      .then((policy) => {
        current = policy;
        return policy;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  }

  return {
    async get(imageId) {
      for (const [id, policy] of taken) if (!isValid(policy)) taken.delete(id);
      const own = taken.get(imageId);
      if (own) return own;

      let policy = await shared();
      if (policy.key.mode === 'prefix') return policy;
      // It allows one key, so it serves one image: the first call takes it, concurrent ones fetch their own.
      if (current === policy) current = undefined;
      else policy = await fetch();
      taken.set(imageId, policy);
      return policy;
    },
    discard(policy) {
      if (current === policy) current = undefined;
      for (const [id, one] of taken) if (one === policy) taken.delete(id);
    },
  };
}
