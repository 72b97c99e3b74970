import type { FetchedPolicy } from './fetch-policy';

/** Caches the signed policy until it is due for renewal. */
export interface PolicySource {
  /**
   * The cached policy, or a new one. Concurrent callers share one request, and its failure.
   * @param owner the image it is for: where a policy allows one key, every try of an image gets the same one
   */
  get(owner: string): Promise<FetchedPolicy>;
  /** Evicts a policy that OSS refused, so that the next caller gets a new one. */
  discard(policy: FetchedPolicy): void;
}

/**
 * @param fetch asks the backend
 * @param now milliseconds since 1970
 */
export function createPolicySource(fetch: () => Promise<FetchedPolicy>, now: () => number): PolicySource {
  let current: FetchedPolicy | undefined;
  let pending: Promise<FetchedPolicy> | undefined;
  /** Policies that allow one key, by the image they were given to. */
  const taken = new Map<string, FetchedPolicy>();

  const serves = (policy: FetchedPolicy | undefined) => policy !== undefined && now() < policy.renewAt;

  function shared(): Promise<FetchedPolicy> {
    if (pending) return pending;
    if (current && serves(current)) return Promise.resolve(current);
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
    async get(owner) {
      for (const [image, policy] of taken) if (!serves(policy)) taken.delete(image);
      const own = taken.get(owner);
      if (own) return own;

      let policy = await shared();
      if (policy.key.mode === 'prefix') return policy;
      // It allows one key, so it is good for one image: the first caller takes it, all others request their own.
      if (current === policy) current = undefined;
      else policy = await fetch();
      taken.set(owner, policy);
      return policy;
    },
    discard(policy) {
      if (current === policy) current = undefined;
      for (const [image, one] of taken) if (one === policy) taken.delete(image);
    },
  };
}
