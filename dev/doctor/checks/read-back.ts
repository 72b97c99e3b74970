import type { StoredObject } from '../../../miniprogram/services/oss-upload/inspect';
import { ask } from '../ask';
import { type Finding, failed, ok, skipped, warning } from '../report';

/** Fetches what was stored, if everyone may, and compares it with what was sent. */
export async function checkReadBack({ url = '', contentType }: StoredObject, picture: Buffer): Promise<Finding> {
  // One byte more shows that it is another one.
  const answer = await ask(url, {}, { maxBytes: picture.length + 1 });
  if (answer.name === 'unreachable') return skipped(`The picture could not be fetched: ${answer.reason}.`);
  if (answer.status === 403) {
    return skipped('The bucket is private: to show pictures, the backend has to sign URLs for reading.');
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
      'Look for something in front of the bucket that changes pictures: a CDN, or an image style.',
    );
  }
  const served = answer.headers.get('content-type');
  if (served !== contentType) {
    return warning(
      `Expected the picture to be served as ${contentType}, got ${served ?? 'no type'}.`,
      'Let the policy allow x-oss-content-type as the client sends it.',
    );
  }
  const disposition = answer.headers.get('content-disposition') ?? '';
  const isForced = answer.headers.get('x-oss-force-download') === 'true';
  if (isForced || /^\s*attachment/i.test(disposition)) {
    const header = isForced ? 'x-oss-force-download: true' : `Content-Disposition: ${disposition}`;
    return warning(
      `Expected a browser to show the picture at ${url}, got it as a download (${header}).`,
      'Bind a custom domain to the bucket and show pictures from there: on its default domain OSS makes browsers download them. <image> in the mini-program shows them in most clients.',
    );
  }
  return ok('Everyone can read the picture, it comes back byte by byte, and a browser shows it.');
}
