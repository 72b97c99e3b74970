import { OssError } from './oss-error';

const MAX_KEY_BYTES = 1023;

/**
 * Refuses what OSS does not take as the key of an object. Anything else is a name and nothing more: `../` in it means
 * nothing here, because no path on disk is made from a key.
 * Source: https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions
 * @throws OssError InvalidObjectName
 */
export function checkObjectKey(key: string): void {
  if (key === '') throw invalidObjectName('a key of 1 byte or more is expected, an empty one came', '0016-00000001');
  if (/^[/\\]/.test(key)) throw invalidObjectName('a key must not begin with / or \\', '0016-00000005');

  const bytes = Buffer.from(key);
  if (bytes.length > MAX_KEY_BYTES) {
    throw invalidObjectName(`at most ${MAX_KEY_BYTES} bytes are expected, ${bytes.length} came`, '0016-00000002');
  }
  // What is not UTF-8 was read as U+FFFD.
  if (bytes.includes('\uFFFD')) throw invalidObjectName('a key in UTF-8 is expected', '0016-00000002');
}

/**
 * Puts the name of the posted file in place of `${filename}`. OSS does so after the policy was checked.
 * A file without a name counts as an empty one.
 */
export function expandFileName(key: string, fileName: string): string {
  return key.replace(/\$\{filename\}/g, () => fileName);
}

/** The key as the path of a URL, without a slash before it. */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}

/**
 * The key that a request is about. Taken from the path as it was sent: `URL` would resolve `..` in it.
 * @param path of the request, with the slash before it and without a query
 * @throws OssError InvalidObjectName
 */
export function decodeKey(path: string): string {
  try {
    const key = decodeURIComponent(path.slice(1));
    checkObjectKey(key);
    return key;
  } catch (cause) {
    if (cause instanceof URIError) throw invalidObjectName('a URL-encoded key in UTF-8 is expected', '0016-00000002');
    throw cause;
  }
}

function invalidObjectName(detail: string, ec: string): OssError {
  return new OssError({
    status: 400,
    code: 'InvalidObjectName',
    message: `The specified object is not valid: ${detail}.`,
    ec,
  });
}
