import type { FetchedPolicy } from './fetch-policy';

/** Hands out one signed policy for as long as it serves. */
export interface PolicySource {
  /**
   * The policy in use, or a new one. Callers who ask at the same time share one request, and its failure.
   * @param owner the image it is for: where a policy allows one key, every try of an image gets the same
   */
  get(owner: string): Promise<FetchedPolicy>;
  /** Forgets a policy that OSS refused, so that the next caller gets a new one. */
  discard(policy: FetchedPolicy): void;
}

/**
 * @param fetch asks the backend
 * @param now milliseconds since 1970
 */
export function createPolicySource(fetch: () => Promise<FetchedPolicy>, now: () => number): PolicySource {
  let current: FetchedPolicy | undefined;
  let pending: Promise<FetchedPolicy> | undefined;
  /** Policies for one key, by the image that has taken it. */
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
      // It allows one key, so it is good for one image: the first who gets it takes it, all others ask for their own.
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
