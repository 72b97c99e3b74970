import type { Answer } from './answer';
import type { ObjectStore } from './object-store';
import { invalidArgument } from './oss-error';

/** One entry of the list. */
export interface ListedObject {
  key: string;
  /** In bytes. */
  size: number;
  etag: string;
  contentType: string;
  /** ISO 8601. */
  lastModified: string;
  crc64: string;
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
  const list: ListedObject[] = (await store.list()).map(({ key, size, etag, contentType, lastModified, crc64 }) => ({
    key,
    size,
    etag,
    contentType,
    lastModified,
    crc64,
  }));
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(list),
  };
}
