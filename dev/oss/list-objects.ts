import type { Answer } from './answer';
import type { ListedObject } from './listed-object';
import type { ObjectStore } from './object-store';
import { invalidArgument } from './oss-error';
import type { StoredObject } from './stored-object';

export function listedObject({ key, size, etag, contentType, lastModified, crc64 }: StoredObject): ListedObject {
  return { key, size, etag, contentType, lastModified, crc64 };
}

/**
 * `GET /?list-type=json`: all objects as a JSON array, in the order of their keys. This list is the local OSS's own;
 * OSS has one in XML, for signed requests.
 * @throws OssError InvalidArgument for any other list
 */
export async function listObjects(query: URLSearchParams, store: ObjectStore): Promise<Answer> {
  if (query.get('list-type') !== 'json') {
    throw invalidArgument('list-type', 'The local OSS has two lists, at GET /?list-type=json and at GET /?requests.');
  }
  const list = store.list().map(listedObject);
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(list),
  };
}
