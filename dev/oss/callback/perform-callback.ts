import type { ObjectStore } from '../object-store';
import type { StoredObject } from '../stored-object';
import { type CallbackVariables, fillCallbackBody } from './callback-body';
import { type ImageInfo, readImageInfo } from './image-info';
import { type CallbackSender, sendCallback } from './send-callback';
import type { UploadCallback } from './upload-callback';

/** The upload that a callback is about. */
export interface Upload {
  object: StoredObject;
  bucket: string;
  requestId: string;
  /** The uploader's address. */
  clientIp: string;
}

/**
 * Reports the stored object to the server that the form names.
 * @returns its answer, JSON
 * @throws OssError 203 CallbackFailed
 */
export async function performCallback(
  callback: UploadCallback,
  upload: Upload,
  store: ObjectStore,
  sender: CallbackSender,
): Promise<string> {
  const image = callback.body.includes('${imageInfo.') ? await imageInfoOf(upload.object, store) : undefined;
  const variables = new Map([...callback.variables, ...systemVariables(upload, image)]);
  const body = fillCallbackBody(callback.body, callback.bodyType, variables);
  return sendCallback(callback, body, { 'x-oss-bucket': upload.bucket, 'x-oss-request-id': upload.requestId }, sender);
}

/** Source: https://help.aliyun.com/zh/oss/developer-reference/callback */
function systemVariables({ object, bucket, requestId, clientIp }: Upload, image?: ImageInfo): CallbackVariables {
  const md5 = object.etag.replaceAll('"', '');
  return new Map<string, string | number>([
    ['bucket', bucket],
    ['object', object.key],
    // Without the quotes that the header has, as in OSS's examples.
    ['etag', md5],
    ['size', object.size],
    ['mimeType', object.contentType],
    ['imageInfo.width', image?.width ?? ''],
    ['imageInfo.height', image?.height ?? ''],
    ['imageInfo.format', image?.format ?? ''],
    ['crc64', object.crc64],
    ['contentMd5', Buffer.from(md5, 'hex').toString('base64')],
    ['vpcId', ''],
    ['clientIp', clientIp],
    ['reqId', requestId],
    ['operation', 'PostObject'],
  ]);
}

async function imageInfoOf({ key }: StoredObject, store: ObjectStore): Promise<ImageInfo | undefined> {
  const opened = await store.open(key);
  if (opened === undefined) return undefined;
  try {
    return await readImageInfo(opened.bytes);
  } finally {
    await opened.bytes.close();
  }
}
