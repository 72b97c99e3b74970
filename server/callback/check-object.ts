import { unavailable } from '../http/refusal';
import type { OssSettings } from '../settings';
import { signedUrl } from '../signed-url';
import { refused, type StoredObject } from './report';

/** In milliseconds. OSS waits five seconds for the answer to a callback. */
const TIMEOUT = 2000;

/**
 * Asks OSS whether the object is there as reported. Needs oss:GetObject.
 * @throws Refusal 403 where it is not, 503 where OSS does not say
 */
export async function checkObject(oss: OssSettings, { key, size, etag }: StoredObject, at: Date): Promise<void> {
  const url = signedUrl(oss, { method: 'HEAD', key, at, seconds: 60 });
  const response = await fetch(url, { method: 'HEAD', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) }).catch(
    (error) => {
      throw notKnown(error);
    },
  );
  if (response.status === 404) throw refused('an object that is there');
  if (response.status !== 200) throw notKnown(`status ${response.status} to HEAD; it needs oss:GetObject`);
  const isSame =
    Number(response.headers.get('content-length')) === size &&
    response.headers.get('etag')?.replaceAll('"', '').toLowerCase() === etag.toLowerCase();
  if (!isSame) throw refused('an object of the reported size and ETag');
}

function notKnown(cause: unknown) {
  return unavailable('object_unknown', 'OSS does not say whether the object is there; try again later.', cause);
}
