import { unavailable } from './http/refusal';
import type { AccessKey } from './settings';

export interface Credential extends AccessKey {
  /** Absent: an access key without an end. */
  expires?: Date;
}

export interface CredentialSource {
  /** @throws Refusal 503 where there is none */
  get(): Credential | Promise<Credential>;
}

export interface RefreshingOptions {
  now: () => Date;
  /** Called with the reason of each fetch that fails. */
  onFailure?: (reason: string) => void;
}

/** In milliseconds. What a policy leaves of a token's life: OSS's clock may be ahead, and an upload takes its time. */
const MARGIN = 2 * 60_000;
/** In milliseconds. A shorter policy is of no use. */
const SHORTEST_POLICY = 60_000;
/** In milliseconds, from a fetch that failed to the next one. */
const PAUSE = 5_000;
/** In seconds: the longest session that a role allows unless told otherwise. */
const SESSION_SECONDS = 3600;
/** In milliseconds: the shortest life that STS gives a token. */
const SHORTEST_TOKEN = 15 * 60_000;

/** When the policies signed with a credential have to end. */
export function lastPolicyEnd({ expires }: Credential): Date | undefined {
  return expires && new Date(expires.getTime() - MARGIN);
}

/** Fetches a credential anew at half its life, once for all callers; the old one serves while it is valid. */
export function refreshing(fetch: () => Promise<Credential>, options: RefreshingOptions): CredentialSource {
  const { now, onFailure } = options;
  let current: Credential | undefined;
  let pending: Promise<Credential> | undefined;
  let refreshAt = 0;

  const isUsable = (one: Credential | undefined): one is Credential => {
    const end = one && lastPolicyEnd(one)?.getTime();
    return one !== undefined && (end === undefined || end - now().getTime() >= SHORTEST_POLICY);
  };

  async function refresh(): Promise<Credential> {
    try {
      current = await fetch();
      const time = now().getTime();
      refreshAt = time + ((current.expires?.getTime() ?? Infinity) - time) / 2;
    } catch (error) {
      refreshAt = now().getTime() + PAUSE;
      onFailure?.(reasonOf(error));
    } finally {
      pending = undefined;
    }
    return usable();
  }

  function usable(): Credential {
    if (isUsable(current)) return current;
    throw unavailable(
      'no_credentials',
      'The backend has no valid credentials for OSS; try again later.',
      'each failed fetch has a line of its own',
    );
  }

  return {
    get() {
      if (now().getTime() < refreshAt) return usable();
      pending ??= refresh();
      if (!isUsable(current)) return pending;
      pending.catch(() => undefined); // reported by `onFailure`, and met by the next caller
      return current;
    },
  };
}

/**
 * What Alibaba Cloud's own credential chain finds: environment variables, OIDC, a profile, the RAM role of the ECS instance
 * or a URI. A new client for each fetch: one that has failed keeps to its last provider for good.
 * Source: https://github.com/aliyun/credentials-nodejs
 */
export async function fetchFromChain(now: () => Date): Promise<Credential> {
  return fetchByConfig(undefined, now);
}

/** A session of a role, for an access key that may assume it. */
export async function assumeRole(key: AccessKey, roleArn: string, now: () => Date): Promise<Credential> {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const session = { roleArn, roleSessionName: 'policy-backend', roleSessionExpiration: SESSION_SECONDS };
  const sts = securityToken === undefined ? {} : { securityToken };
  return fetchByConfig({ type: 'ram_role_arn', accessKeyId, accessKeySecret, ...sts, ...session }, now);
}

async function fetchByConfig(config: object | undefined, now: () => Date): Promise<Credential> {
  const { default: Client, Config } = await import('@alicloud/credentials'); // large, and not needed for a static key
  const client = config === undefined ? new Client() : new Client(new Config(config));
  const { accessKeyId, accessKeySecret, securityToken } = await client.getCredential();
  if (!accessKeyId || !accessKeySecret) throw new Error('Expected an access key from the credential chain, got none.');
  if (!securityToken) return { accessKeyId, accessKeySecret, securityToken: undefined };
  const expires = expirationIn(client.credential) ?? new Date(now().getTime() + SHORTEST_TOKEN);
  return { accessKeyId, accessKeySecret, securityToken, expires };
}

/** The SDK tells no expiration, but its providers hold it: `provider.lastUsedProvider.session.expiration` in 2.4.7. */
function expirationIn(value: unknown): Date | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { session, provider, lastUsedProvider } = Object(value);
  const time = Date.parse(session?.expiration);
  return Number.isNaN(time) ? expirationIn(lastUsedProvider ?? provider) : new Date(time);
}

/** Without what an endpoint answered, which the SDK quotes: it may hold half of a credential. */
function reasonOf(error: unknown): string {
  return String(Object(error).message ?? error).replace(/\{.*\}/s, '{…}');
}
