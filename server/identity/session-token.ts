import { createHash } from 'node:crypto';
import { z } from 'zod';
import { unauthorized } from '../http/refusal';
import type { SessionKeys } from '../settings';
import type { User } from './authorize';
import { isMac, mac } from './mac';

export interface SessionTokens {
  issue(user: string): IssuedToken;
  /** @throws Refusal 401 */
  read(token: string): User;
}

/** What `POST /login` answers. */
export interface IssuedToken {
  token: string;
  /** In seconds. */
  expires_in: number;
}

export interface SessionTokenOptions {
  keys: SessionKeys;
  /** The appid: a token for another mini-program is refused. */
  audience: string;
  /** How long a token is valid. */
  seconds: number;
  now: () => Date;
}

/** In seconds. A token is refused this long before its end, so that every policy lives at least as long. */
const REFUSED_AHEAD = 60;

const claimsSchema = z.object({ sub: z.string(), aud: z.string(), exp: z.number() });

/**
 * Issues and reads session tokens: JSON Web Tokens (RFC 7519) with HS256. The header is compared as a whole, so nothing in
 * a token chooses how it is verified. A library would let it choose among many ways, and then need telling not to.
 */
export function createSessionTokens({ keys, audience, seconds, now }: SessionTokenOptions): SessionTokens {
  const headers = new Map(keys.map((key = '') => [headerOf(key), key]));
  const [current] = keys;
  const unixTime = () => Math.floor(now().getTime() / 1000);
  return {
    issue(user) {
      const iat = unixTime();
      const claims = { sub: user, aud: audience, iat, exp: iat + seconds };
      const signed = `${headerOf(current)}.${base64url(claims)}`;
      return { token: `${signed}.${mac(current, signed).toString('base64url')}`, expires_in: seconds };
    },
    read(token) {
      const [header = '', payload = '', signature = '', ...more] = token.split('.');
      const key = headers.get(header);
      const given = Buffer.from(signature, 'base64url');
      if (key === undefined || more.length > 0 || !isMac([key], `${header}.${payload}`, given)) {
        throw unauthorized('token_invalid', 'Expected a session token of this backend: POST /login issues them.');
      }
      const { sub, aud, exp } = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      if (aud !== audience) {
        throw unauthorized('token_invalid', 'Expected a session token for this mini-program, got one for another.');
      }
      if (exp - REFUSED_AHEAD <= unixTime()) {
        throw unauthorized('token_expired', 'Expected a session token that is still valid: POST /login again.');
      }
      return { id: sub, until: new Date(exp * 1000) };
    },
  };
}

/** With the key's id, which is a hash of it: there is no id to configure, and none to confuse. */
function headerOf(key: string): string {
  const kid = createHash('sha256').update(`kid:${key}`).digest('base64url').slice(0, 8);
  return base64url({ alg: 'HS256', typ: 'JWT', kid });
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
