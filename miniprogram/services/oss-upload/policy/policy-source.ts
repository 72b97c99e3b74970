import { UploadError } from '../errors/upload-error';
import type { FetchedPolicy, ImageFacts } from './fetch-policy';

/** Caches the signed policy until it is due for renewal. */
export interface PolicySource {
  /**
   * Resolves with the cached policy or a new one. Concurrent calls share one request, and its failure.
   * @param image where a policy is good for one image only, every try of that image gets the same policy
   */
  get(image: ImageFacts): Promise<FetchedPolicy>;
  /** Fetches a policy that many images can share, ahead of the first one. Failures are left to `get`. */
  prefetch(): void;
  /** Evicts a policy that OSS refused, so that the next call fetches a new one. */
  discard(policy: FetchedPolicy): void;
}

export interface PolicySourceOptions {
  /** Asks the backend; without an image for a policy that many can share. */
  fetch: (image?: ImageFacts) => Promise<FetchedPolicy>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Requests a policy for each image. Default false. */
  perImage?: boolean;
  /** For whom policies are fetched; one policy never serves two. Default: everyone. */
  owner?: () => string;
}

export function createPolicySource(options: PolicySourceOptions): PolicySource {
  const { fetch, now, perImage = false, owner = () => '' } = options;
  let cache = emptyCache(owner());

  const isValid = (policy: FetchedPolicy) => now() < policy.renewAt;

  function cacheOf(whose: string): PolicyCache {
    if (cache.owner !== whose) cache = emptyCache(whose);
    return cache;
  }

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

  /** A policy that no other image gets: the first image takes the shared one, concurrent ones fetch their own. */
  async function take(image: ImageFacts, cache: PolicyCache): Promise<FetchedPolicy> {
    if (perImage) return fetch(image);
    const policy = await shared(cache);
    if (policy.key.mode === 'prefix') return policy;
    if (cache.current !== policy) return fetch();
    cache.current = undefined;
    return policy;
  }

  async function policyFor(image: ImageFacts, cache: PolicyCache): Promise<FetchedPolicy> {
    const { taken } = cache;
    for (const [name, policy] of taken) if (!isValid(policy)) taken.delete(name);
    const own = taken.get(image.name);
    if (own) return own;
    const policy = await take(image, cache);
    if (perImage || policy.key.mode === 'exact') taken.set(image.name, policy);
    return policy;
  }

  return {
    async get(image) {
      const whose = owner();
      const policy = await policyFor(image, cacheOf(whose));
      if (owner() === whose) return policy;
      throw new UploadError('interrupted', 'Expected a policy for the current owner, got one for the last.');
    },
    prefetch() {
      if (!perImage) void shared(cacheOf(owner())).catch(() => {});
    },
    discard(policy) {
      if (cache.current === policy) cache.current = undefined;
      for (const [name, one] of cache.taken) if (one === policy) cache.taken.delete(name);
    },
  };
}

interface PolicyCache {
  owner: string;
  current: FetchedPolicy | undefined;
  pending: Promise<FetchedPolicy> | undefined;
  /** Policies that are good for one image, by its name. */
  taken: Map<string, FetchedPolicy>;
}

function emptyCache(owner: string): PolicyCache {
  return { owner, current: undefined, pending: undefined, taken: new Map() };
}
