import type { FastifyInstance } from 'fastify';
import { CALLBACK_ROUTE, readStoredObject, type StoredObject } from './callback';
import { createPublicKeys } from './public-key';
import type { CallbackSettings } from './settings';
import { CallbackRefused, verifyCallback } from './verify-callback';

/** Far above what a report takes: a key has 1023 bytes. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * `POST /oss_callback`: OSS reports an upload. What this answers is handed on to the uploader.
 * @param bucket whose uploads are expected
 */
export function addCallbackRoute(app: FastifyInstance, callback: CallbackSettings, bucket: string): void {
  const keys = createPublicKeys();

  // A scope of its own: only here a body is left as it came, because the signature is about its bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const parser = { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES } as const;
    scope.addContentTypeParser('*', parser, async (_request: unknown, body: Buffer) => body);

    scope.post(CALLBACK_ROUTE, async (request): Promise<StoredObject> => {
      const { authorization, 'x-oss-pub-key-url': keyUrl } = request.headers;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await verifyCallback({ authorization, keyUrl: String(keyUrl ?? ''), body }, callback, keys);

      const object = readStoredObject(body);
      if (object?.bucket !== bucket) {
        throw new CallbackRefused(
          `Expected a report of an upload to the bucket ${bucket}, as the policies ask for it.`,
        );
      }
      request.log.info({ object }, 'object stored');
      return object;
    });
  });
}
