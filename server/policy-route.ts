import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { callbackField } from './callback/callback-field';
import { sealTicket } from './callback/ticket';
import { type CredentialSource, lastPolicyEnd } from './credentials';
import type { Limiter } from './http/rate-limits';
import { type Authorize, checkUser } from './identity/authorize';
import { createPolicyAnswer, type PolicyAnswer } from './policy';
import type { BucketSettings, CallbackSettings, UploadLimits } from './settings';

/** The route of Alibaba's own samples. */
export const POLICY_ROUTE = '/get_post_signature_for_oss_upload';

export interface PolicyRouteOptions {
  bucket: BucketSettings;
  credentials: CredentialSource;
  limits: UploadLimits;
  callback: CallbackSettings | undefined;
  /** Absent: everyone gets policies, for one prefix that all share. */
  authorize: Authorize | undefined;
  /** Counts the policies of each user. */
  limiter: Limiter;
  now: () => Date;
}

/** `GET /get_post_signature_for_oss_upload`: signs a policy for the pictures of one user. */
export function addPolicyRoute(app: FastifyInstance, options: PolicyRouteOptions): void {
  const { bucket, credentials, limits, callback, authorize, limiter, now } = options;

  app.get(POLICY_ROUTE, async (request, reply): Promise<PolicyAnswer> => {
    const user = authorize && checkUser(await authorize(request));
    if (user !== undefined) await limiter(request, user.id);
    const credential = await credentials.get();
    const at = now();
    // The same from policy to policy: the client's retries would otherwise store a picture twice.
    const dir = user === undefined ? limits.dir : `${limits.dir}${user.id}/`;
    const key = limits.key === 'exact' ? dir + randomBytes(16).toString('hex') : undefined;
    const end = Math.min(
      at.getTime() + limits.validSeconds * 1000,
      user?.until?.getTime() ?? Infinity,
      lastPolicyEnd(credential)?.getTime() ?? Infinity,
    );
    const callbackFor = ({ url, ticketKeys }: CallbackSettings) => {
      const allowed = key === undefined ? { begins: dir } : { is: key };
      return callbackField(
        url,
        sealTicket({ user: user?.id, key: allowed, expires: Math.ceil(end / 1000) }, ticketKeys),
      );
    };
    reply.header('cache-control', 'no-store');
    return createPolicyAnswer({ ...bucket, ...credential }, { ...limits, dir }, at, {
      notAfter: new Date(end),
      ...(key === undefined ? {} : { key }),
      ...(callback === undefined ? {} : { callback: callbackFor(callback) }),
    });
  });
}
