import type { FetchedPolicy } from './fetch-policy';

/** Hands out one signed policy for as long as it serves. */
export interface PolicySource {
  /** The policy in use, or a new one. Callers who ask at the same time share one request, and its failure. */
  get(): Promise<FetchedPolicy>;
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

  function discard(policy: FetchedPolicy): void {
    if (current === policy) current = undefined;
  }

  function shared(): Promise<FetchedPolicy> {
    if (pending) return pending;
    if (current && now() < current.renewAt) return Promise.resolve(current);
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
    async get() {
      const policy = await shared();
      if (policy.key.mode === 'prefix') return policy;
      // It allows one key, so it is good for one image: the first who gets it takes it, all others ask for their own.
      if (current !== policy) return fetch();
      discard(policy);
      return policy;
    },
    discard,
  };
}
