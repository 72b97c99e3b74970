import { asUploadError, UploadError } from '../errors/upload-error';
import { type FileApi, type ImageFile, readImage } from '../image/read-image';
import type { FetchedPolicy } from '../policy/fetch-policy';
import type { PolicySource } from '../policy/policy-source';
import { formFields } from './form-fields';
import { objectKey, objectUrl } from './object-key';
import { type PostAnswer, type PostProgress, type PostRequest, postObject, type UploadApi } from './post-object';
import type { Task } from './task';

/** An image that is safe in OSS. */
export interface StoredObject extends PostAnswer {
  key: string;
  /** Where it can be fetched, if the bucket lets the reader. */
  url: string;
  /** In bytes. */
  size: number;
  contentType: string;
}

/** What an upload has to know of an image. */
export interface ImageToUpload {
  /** The last part of the object key, without extension; never the same for two images, and the same at every try. */
  id: string;
  path: string;
  /** The object key under which an earlier try may have stored it. Default: there was none. */
  sentAs?: string | undefined;
}

export interface UploadOptions {
  policies: PolicySource;
  /** In milliseconds, for one post. Default as in `postObject`. */
  timeout?: number;
  /** In milliseconds without progress. Default as in `postObject`. */
  stallTimeout?: number;
  onProgress?: (progress: PostProgress) => void;
  /**
   * Told the object key before the first byte leaves: from then on the image may be stored under it. Told what was known
   * before once the try has certainly stored nothing. Hand it on as `sentAs` at the next try.
   */
  onSentAs?: (key: string | undefined) => void;
}

/**
 * One try to do the whole for one image: looks at the file, gets a signed policy, posts the file.
 * The result rejects with `UploadError` and nothing else.
 */
export function uploadImage(
  image: ImageToUpload,
  options: UploadOptions,
  api: FileApi & UploadApi = wx,
): Task<StoredObject> {
  const aborted = new UploadError('aborted', `The upload of ${image.path} was aborted.`);
  let post: Task<PostAnswer> | undefined;
  let stop = () => {};
  let running = true;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(aborted);
  });

  async function run(): Promise<StoredObject> {
    const file = await readImage(image.path, api);
    if (!running) throw aborted;
    const policy = await options.policies.get(image.id);
    if (!running) throw aborted;
    checkSize(file, policy);

    const { contentType, extension } = file.type;
    const key = objectKey(policy.key, image.id, extension);
    if (image.sentAs !== undefined && image.sentAs !== key) throw outcomeUnknown(image.sentAs, key);
    const request = postRequest(policy, key, file, options);
    options.onSentAs?.(key);
    post = postObject(request, api);
    const answer = await post.result.catch((error: unknown) => {
      const known = asUploadError(error);
      if (known.code === 'already-exists' && image.sentAs === key) return answerThatWasLost(policy, known);
      if (known.remedy === 'new-policy') options.policies.discard(policy);
      if (storedNothing(known)) options.onSentAs?.(image.sentAs);
      throw known;
    });
    return { key, url: objectUrl(policy.host, key), size: file.size, contentType, ...answer };
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
    ...(timeout === undefined ? {} : { timeout }),
    ...(stallTimeout === undefined ? {} : { stallTimeout }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

/** OSS keeps the object of an earlier try from being overwritten: that one was stored, and only its answer was lost. */
function answerThatWasLost({ callback }: FetchedPolicy, { details }: UploadError): PostAnswer {
  return {
    etag: undefined,
    requestId: details.requestId,
    callback: { name: callback === undefined ? 'none' : 'unknown' },
  };
}

/** Refused by OSS, or never on its way. Of a lost connection, a time-out or a 5xx that cannot be said. */
function storedNothing({ code, details: { status = 0 } }: UploadError): boolean {
  return (status >= 400 && status < 500) || NEVER_SENT.includes(code);
}

const NEVER_SENT: readonly string[] = ['file-missing', 'domain-not-listed', 'address-invalid', 'certificate'];

function outcomeUnknown(before: string, now: string): UploadError {
  return new UploadError(
    'outcome-unknown',
    `Expected a policy for ${before}, under which an earlier try may have stored the image, got one for ${now}: uploading again could store it twice.`,
  );
}

/** Says early what OSS would refuse after the last byte. */
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
