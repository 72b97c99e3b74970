import type { FetchedPolicy } from './fetch-policy';
import { formFields } from './form-fields';
import { objectKey, objectUrl } from './object-key';
import type { PickedImage } from './pick-images';
import type { PolicySource } from './policy-source';
import { type PostAnswer, type PostProgress, type PostRequest, postObject, type UploadApi } from './post-object';
import { type FileApi, type ImageFile, readImage } from './read-image';
import type { Task } from './task';
import { asUploadError, UploadError } from './upload-error';

/** An image that is safe in OSS. */
export interface StoredObject extends PostAnswer {
  key: string;
  /** Where it can be fetched, if the bucket lets the reader. */
  url: string;
  /** In bytes. */
  size: number;
  contentType: string;
}

export interface UploadOptions {
  policies: PolicySource;
  /** Makes the last part of the object key, without extension; never the same twice. */
  createName: () => string;
  /** In milliseconds, for one post. Default as in `postObject`. */
  timeout?: number;
  onProgress?: (progress: PostProgress) => void;
}

/**
 * The whole for one image: looks at the file, gets a signed policy, posts the file.
 * The result rejects with `UploadError` and nothing else.
 */
export function uploadImage(
  image: PickedImage,
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
    const policy = await options.policies.get();
    if (!running) throw aborted;
    checkSize(file, policy);

    const { contentType, extension } = file.type;
    const key = objectKey(policy.key, options.createName(), extension);
    post = postObject(postRequest(policy, key, file, options), api);
    try {
      const answer = await post.result;
      return { key, url: objectUrl(policy.host, key), size: file.size, contentType, ...answer };
    } catch (error) {
      if (error instanceof UploadError && error.remedy === 'new-policy') options.policies.discard(policy);
      throw error;
    }
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
  const { timeout, onProgress } = options;
  return {
    host: policy.host,
    formFields: formFields(policy, { key, contentType: file.type.contentType }),
    filePath: file.path,
    ...(timeout === undefined ? {} : { timeout }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
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
