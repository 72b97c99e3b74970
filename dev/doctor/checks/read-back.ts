import type { StoredObject } from '../../../miniprogram/services/oss-upload/inspect';
import { ask } from '../ask';
import { type Finding, failed, ok, skipped, warning } from '../report';

/** Fetches what was stored, if everyone may, and compares it with what was sent. */
export async function checkReadBack({ url = '', contentType }: StoredObject, picture: Buffer): Promise<Finding> {
  // One byte more shows that it is another one.
  const answer = await ask(url, {}, { maxBytes: picture.length + 1 });
  if (answer.name === 'unreachable') return skipped(`The picture could not be fetched: ${answer.reason}.`);
  if (answer.status === 403) {
    return skipped('The bucket is private: to show pictures the backend has to sign addresses for reading.');
  }
  if (answer.status !== 200) {
    return warning(
      `Expected ${url} to answer 200, or 403 for a private bucket, got ${answer.status}.`,
      'Check that the host answers from the same bucket that it stores in.',
    );
  }
  if (!answer.body.equals(picture)) {
    return failed(
      `Expected the ${picture.length} bytes that were sent, got others (the first ${answer.body.length} bytes were compared).`,
      'Look for what stands before the bucket and changes pictures: a CDN, or an image style.',
    );
  }
  const served = answer.headers.get('content-type');
  if (served !== contentType) {
    return warning(
      `Expected the picture to be served as ${contentType}, got ${served ?? 'no type'}.`,
      'Let the policy allow x-oss-content-type as the client sends it.',
    );
  }
  return ok('Everyone can read the picture, and it comes back byte by byte.');
}
