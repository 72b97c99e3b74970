import { asUploadError, UploadError } from '../errors/upload-error';
import type { ImageFile } from '../image/read-image';
import type { FetchedPolicy } from '../policy/fetch-policy';
import type { PolicySource } from '../policy/policy-source';
import type { WxApi } from '../wx/contract';
import { startTimer, type Timer } from '../wx/timer';
import { formFields } from './form-fields';
import { objectKey, objectUrl } from './object-key';
import { type PostAnswer, type PostProgress, type PostRequest, postObject } from './post-object';
import type { Task } from './task';

/** An image that is stored in OSS. */
export interface StoredObject extends PostAnswer {
  key: string;
  /** Where it can be fetched, if the bucket allows it. */
  url: string;
  /** In bytes. */
  size: number;
  contentType: string;
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
  policies: PolicySource;
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
  /** Default: `setTimeout`. */
  timer?: Timer;
}

/**
 * Makes one try to upload an image: gets a signed policy and posts the file.
 * The result rejects with `UploadError` and nothing else.
 */
export function uploadImage(
  { id, file, sentAs }: ImageToUpload,
  options: UploadOptions,
  api: Pick<WxApi, 'uploadFile'> = wx,
): Task<StoredObject> {
  const { policies, onSentAs, timer = startTimer } = options;
  const aborted = new UploadError('aborted', `The upload of ${file.path} was aborted.`);
  let post: Task<PostAnswer> | undefined;
  let stop = () => {};
  let running = true;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(aborted);
  });

  async function run(): Promise<StoredObject> {
    const policy = await policies.get(id);
    if (!running) throw aborted;
    checkSize(file, policy);

    const { contentType, extension } = file.type;
    const key = objectKey(policy.key, id, extension);
    if (sentAs !== undefined && sentAs !== key) throw outcomeUnknown(sentAs, key);
    const request = postRequest(policy, key, file, options);
    onSentAs?.(key);
    post = postObject(request, api, timer);
    const answer = await post.result.catch((thrown: unknown) => {
      const error = asUploadError(thrown);
      if (error.code === 'already-exists' && sentAs === key) return lostAnswer(policy, error);
      if (error.remedy === 'new-policy') policies.discard(policy);
      if (storedNothing(error)) onSentAs?.(sentAs);
      throw error;
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

/** OSS refused to overwrite the object of an earlier try: that try stored it, and only its answer was lost. */
function lostAnswer({ callback }: FetchedPolicy, { details }: UploadError): PostAnswer {
  return {
    etag: undefined,
    requestId: details.requestId,
    callback: { name: callback === undefined ? 'none' : 'unknown' },
  };
}

/** Whether a failed try has certainly stored nothing: OSS refused it, or it was never sent. A lost connection, a time-out or a 5xx is uncertain. */
function storedNothing({ code, details: { status = 0 } }: UploadError): boolean {
  return (status >= 400 && status < 500) || NEVER_SENT.includes(code);
}

const NEVER_SENT: readonly string[] = ['file-missing', 'domain-not-listed', 'address-invalid', 'certificate'];

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
