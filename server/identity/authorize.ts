import type { FastifyRequest } from 'fastify';
import { Refusal, unauthorized } from '../http/refusal';
import type { SessionTokens } from './session-token';

/** Whose pictures a policy is for. */
export interface User {
  /** Names the user's folder: 1 to 64 letters, digits, `_` and `-`. */
  id: string;
  /** No policy outlives it. Default: a policy's own end. */
  until?: Date;
}

/**
 * Says who makes a request. Called for each request of a policy.
 * @throws Refusal, such as `unauthorized(…)`, where there is no answer
 */
export type Authorize = (request: FastifyRequest) => User | Promise<User>;

/** By the session token that `POST /login` issued. */
export function bySessionToken(tokens: SessionTokens): Authorize {
  return (request) => tokens.read(bearerToken(request));
}

/** @throws Refusal 401 */
export function bearerToken({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  throw unauthorized('token_missing', 'Expected the header "Authorization: Bearer <token>".');
}

/** A team's own ids may be anything, and an id such as `../a` would lead out of the folder. */
export function checkUser(user: User): User {
  if (/^[\w-]{1,64}$/.test(user.id)) return user;
  throw new Refusal(403, 'user_unusable', 'Expected a user whose id is 1 to 64 letters, digits, "_" and "-".');
}
