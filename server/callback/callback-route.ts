import type { FastifyInstance } from 'fastify';
import type { CredentialSource } from '../credentials';
import type { Hooks } from '../hooks';
import { unavailable } from '../http/refusal';
import type { BucketSettings, CallbackSettings, UploadLimits } from '../settings';
import { CALLBACK_ROUTE } from './callback-field';
import { checkObject } from './check-object';
import type { PublicKeys } from './public-key';
import { readReport, type StoredObject } from './report';
import type { SeenReports } from './seen-reports';
import { verifyCallback } from './verify-callback';

/** Far above what a report takes: a key has 1023 bytes. */
const MAX_BODY_BYTES = 16 * 1024;

export interface CallbackRouteOptions {
  callback: CallbackSettings;
  bucket: BucketSettings;
  limits: UploadLimits;
  keys: PublicKeys;
  seen: SeenReports;
  credentials: CredentialSource;
  onStored: Hooks['onStored'];
  now: () => Date;
}

/**
 * `POST /oss_callback`: OSS reports an upload. What this answers is handed on to the uploader. The checks that cost nothing
 * come first: without a ticket of this backend a request leads to no fetch and no hook.
 */
export function addCallbackRoute(app: FastifyInstance, options: CallbackRouteOptions): void {
  const { callback, bucket, limits, keys, seen, credentials, onStored, now } = options;
  const rules = { bucket: bucket.bucket, limits, ticketKeys: callback.ticketKeys, now };

  // A scope of its own: only here a body is left as it came, because the signature is about its bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const parser = { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES } as const;
    scope.addContentTypeParser('*', parser, async (_request: unknown, body: Buffer) => body);

    scope.post(CALLBACK_ROUTE, async (request): Promise<StoredObject> => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { object, user, until } = readReport(body, rules);
      const { authorization = '', 'x-oss-pub-key-url': keyUrl = '' } = request.headers;
      await verifyCallback({ authorization, keyUrl: String(keyUrl), body }, callback.url, keys);
      request.log.info({ object, user }, 'object reported');
      if (callback.checkObject) await checkObject({ ...bucket, ...(await credentials.get()) }, object, now());

      if (!(await seen.claim(object.id, until))) return object;
      try {
        await onStored?.(object, user);
      } catch (error) {
        await seen.release(object.id);
        throw unavailable('hook_failed', 'The backend could not take note of the object.', error);
      }
      request.log.info({ object, user }, 'object stored');
      return object;
    });
  });
}
