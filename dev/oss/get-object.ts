import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer';
import { readByteRange } from './byte-range';
import { decodeKey } from './object-key';
import type { ObjectStore, OpenObject } from './object-store';
import { OssError } from './oss-error';
import type { StoredObject } from './stored-object';

/** Pictures that cannot carry a script; SVG can. */
const RASTER_IMAGE = /^image\/(jpeg|jpg|png|gif|webp|heic|heif|avif|bmp|tiff)$/i;

/**
 * GET or HEAD of an object. Anyone who knows the key may read it, regardless of its ACL: the preview shows pictures without
 * signing for them.
 * @param path of the request, without a query
 * @throws OssError
 */
export async function getObject(request: IncomingMessage, path: string, store: ObjectStore): Promise<Answer> {
  const key = decodeKey(path);
  const opened = await store.open(key);
  if (opened === undefined) throw noSuchKey(key);
  try {
    return await answerWith(opened, request);
  } catch (error) {
    await opened.bytes.close();
    throw error;
  }
}

async function answerWith({ object, bytes }: OpenObject, request: IncomingMessage): Promise<Answer> {
  const { key, size } = object;
  const headers = objectHeaders(object);
  if (isUnchanged(request.headers['if-none-match'], object.etag)) {
    await bytes.close();
    return { status: 304, headers, body: '', key };
  }
  const range = readByteRange(request.headers.range, size);
  if (range === 'unsatisfiable') throw invalidRange(size);
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  const partHeaders: Record<string, string> = {
    ...headers,
    'content-length': String(end - start + 1),
    ...(range !== 'whole' && { 'content-range': `bytes ${start}-${end}/${size}` }),
  };
  const status = range === 'whole' ? 200 : 206;
  if (request.method === 'HEAD' || size === 0) {
    await bytes.close();
    return { status, headers: partHeaders, body: '', key, size };
  }
  return { status, headers: partHeaders, body: bytes.createReadStream({ start, end }), key, size };
}

function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    'content-type': object.contentType,
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-oss-hash-crc64ecma': object.crc64,
    ...safetyHeaders(object),
  };
}

/**
 * Anyone with a signed policy decides what is stored here, so nothing stored may run in this origin: not as another
 * type than its own, not as a page, not with scripts. OSS itself forces downloads too on its default addresses.
 */
function safetyHeaders({ contentType }: StoredObject): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    ...(!RASTER_IMAGE.test(contentType) && { 'content-disposition': 'attachment' }),
  };
}

/** Source: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

function noSuchKey(key: string): OssError {
  return new OssError({
    status: 404,
    code: 'NoSuchKey',
    message: 'The specified key does not exist.',
    ec: '0026-00000001',
    details: { Key: key },
  });
}

function invalidRange(size: number): OssError {
  return new OssError({
    status: 416,
    code: 'InvalidRange',
    message: `The requested range cannot be satisfied: the object has ${size} bytes.`,
    headers: { 'content-range': `bytes */${size}` },
  });
}
