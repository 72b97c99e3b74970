import { guarded } from '../errors/guarded';
import { asUploadError, UploadError } from '../errors/upload-error';
import { fileCrc64 } from '../image/file-crc64';
import { isImageId } from '../image/image-id';
import type { ImageFile } from '../image/read-image';
import type { FetchedPolicy } from '../policy/fetch-policy';
import { allowsKey } from '../policy/policy-document';
import type { PolicySource } from '../policy/policy-source';
import type { WxApi } from '../wx/contract';
import { startTimer, type Timer } from '../wx/timer';
import { formFields } from './form-fields';
import { objectKey, objectUrl } from './object-key';
import { type PostProgress, type PostRequest, postObject } from './post-object';
import type { PostAnswer } from './stored-proof';
import type { Task } from './task';

/** An image that is stored in OSS. */
export interface StoredObject extends PostAnswer {
  key: string;
  /** Where the object can be read, if the bucket allows it. Absent if `publicUrl` is empty. */
  url?: string;
  /** In bytes. */
  size: number;
  contentType: string;
  /** True if `verify` compared the checksums. Absent if they were not compared. */
  verified?: true;
}

/** What an upload has to know of an image. */
export interface ImageToUpload {
  /** The last part of the object key, without extension; different for each image, the same at every try. */
  id: string;
  /** From `readImage`. */
  file: ImageFile;
  /** The object key under which an earlier try may have stored it. Default: there was none. */
  sentAs?: string | undefined;
}

export interface UploadOptions {
  policies: Pick<PolicySource, 'get' | 'discard'>;
  /** Where objects are read; empty: nowhere. Default: the host of the policy. */
  publicUrl?: string;
  /** In milliseconds, for one post. Default as in `postObject`. */
  timeout?: number;
  /** In milliseconds without progress. Default as in `postObject`. */
  stallTimeout?: number;
  onProgress?: (progress: PostProgress) => void;
  /**
   * Called with the object key before the first byte leaves: from then on the image may be stored under it. Called with
   * the earlier `sentAs` once the try has certainly stored nothing. Pass it as `sentAs` to the next try.
   */
  onSentAs?: (key: string | undefined) => void;
  /**
   * Compares the CRC-64 of the file with the one that OSS computed, where the client shows that header. It reads the whole
   * file once more after the answer, a slice at a time. Default false.
   */
  verify?: boolean;
  /** Default: `setTimeout`. */
  timer?: Timer;
}

/** The calls of `wx` that a try makes; the files are read only to `verify`. */
export type UploadApi = Pick<WxApi, 'uploadFile' | 'getFileSystemManager'>;

/**
 * Makes one try to upload an image: gets a signed policy and posts the file.
 * The result rejects with `UploadError` and nothing else.
 */
export function uploadImage(
  { id, file, sentAs }: ImageToUpload,
  options: UploadOptions,
  api: UploadApi = wx,
): Task<StoredObject> {
  const { policies, publicUrl, onSentAs, verify = false, timer = startTimer } = options;
  const aborted = new UploadError('aborted', `The upload of ${file.path} was aborted.`);
  let post: Task<PostAnswer> | undefined;
  let stop = () => {};
  let running = true;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(aborted);
  });

  async function run(): Promise<StoredObject> {
    const { size, digest } = file;
    const { contentType, extension } = file.type;
    const policy = await policies.get({ name: id, size, type: contentType, extension, digest });
    if (!running) throw aborted;
    checkSize(file, policy);

    // The key of an earlier try stays, as far as the policy allows: then a retry cannot store the image twice.
    const isKept = sentAs !== undefined && allowsKey(policy.document, sentAs);
    const key = isKept ? sentAs : objectKey(policy.key, id, extension);
    if (sentAs !== undefined && !isKept) throw outcomeUnknown(sentAs, key);
    const request = postRequest(policy, key, file, options);
    onSentAs?.(key);
    post = postObject(request, api, timer);
    const answer = await post.result.catch((thrown: unknown) => {
      const error = asUploadError(thrown);
      if (error.code === 'already-exists' && (sentAs === key || isOwnKey(key, id))) return lostAnswer(policy, error);
      if (error.remedy === 'new-policy') policies.discard(policy);
      if (storedNothing(error)) guarded('onSentAs', () => onSentAs?.(sentAs));
      throw error;
    });
    const url = objectUrl(publicUrl ?? policy.host, key);
    const stored = { key, ...(url === undefined ? {} : { url }), size, contentType, ...answer };
    return verify && (await hasSameBytes(answer)) ? { ...stored, verified: true } : stored;
  }

  /** @throws UploadError `checksum-mismatch` */
  async function hasSameBytes({ crc64 }: PostAnswer): Promise<boolean> {
    if (crc64 === undefined) return false;
    // A file that cannot be read any more proves nothing against the object.
    const own = await fileCrc64(file, { timer, isWanted: () => running }, api).catch(() => undefined);
    if (own !== undefined && own !== crc64) throw checksumMismatch(file, own, crc64);
    return own !== undefined;
  }

  return {
    result: Promise.race([run(), stopped]).catch((error: unknown) => {
      throw asUploadError(error);
    }),
    abort() {
      running = false;
      post?.abort();
      stop();
    },
  };
}

function postRequest(policy: FetchedPolicy, key: string, file: ImageFile, options: UploadOptions): PostRequest {
  const { timeout, stallTimeout, onProgress } = options;
  return {
    host: policy.host,
    formFields: formFields(policy, { key, contentType: file.type.contentType }),
    filePath: file.path,
    size: file.size,
    ...(timeout === undefined ? {} : { timeout }),
    ...(stallTimeout === undefined ? {} : { stallTimeout }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

/**
 * Whether the object key is this image's alone: it ends in the image's random id, which no caller chose. What is
 * stored under it was posted for this image: by an earlier try, or in this one by the network stack, which may send a POST
 * again when a reused connection closes without an answer: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
function isOwnKey(key: string, id: string): boolean {
  return isImageId(id) && key.slice(key.lastIndexOf('/') + 1).split('.')[0] === id;
}

/** OSS refused to overwrite the object of an earlier try: that try stored it, and only its answer was lost. */
function lostAnswer({ callback }: FetchedPolicy, { details }: UploadError): PostAnswer {
  return {
    etag: undefined,
    requestId: details.requestId,
    callback: { name: callback === undefined ? 'none' : 'unknown' },
  };
}

/**
 * Whether a failed try has certainly stored nothing: OSS refused it, or it was never sent. A lost connection, a time-out, a
 * 5xx or an answer of something else on the way is uncertain.
 */
function storedNothing({ code, details: { status = 0 } }: UploadError): boolean {
  return (status >= 400 && status < 500 && code !== 'not-from-oss') || NEVER_SENT.includes(code);
}

const NEVER_SENT: readonly string[] = ['file-missing', 'domain-not-listed', 'address-invalid', 'certificate'];

function checksumMismatch({ path, size }: ImageFile, own: string, crc64: string): UploadError {
  return new UploadError(
    'checksum-mismatch',
    `Expected the object to have the CRC-64 ${own} of ${path} (${size} bytes), got ${crc64}. It stays in the bucket.`,
  );
}

function outcomeUnknown(before: string, now: string): UploadError {
  return new UploadError(
    'outcome-unknown',
    `Expected a policy for ${before}, where an earlier try may have stored the image, got one for ${now}: another try could store it twice.`,
  );
}

/** Refuses early what OSS would refuse after the last byte. */
function checkSize({ size }: ImageFile, { document }: FetchedPolicy): void {
  const { size: range } = document;
  if (range && size > range.max) {
    throw new UploadError('file-too-large', `Expected at most ${range.max} bytes, got ${size}.`, {
      limit: range.max,
    });
  }
  if (range && size < range.min) {
    throw new UploadError('file-too-small', `Expected at least ${range.min} bytes, got ${size}.`, {
      limit: range.min,
    });
  }
}
