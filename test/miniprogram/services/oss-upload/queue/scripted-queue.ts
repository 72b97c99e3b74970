import type { PickedImage } from '../../../../miniprogram/services/oss-upload/pick-images';
import type { PostProgress } from '../../../../miniprogram/services/oss-upload/post-object';
import { UploadError } from '../../../../miniprogram/services/oss-upload/upload-error';
import type { StoredObject } from '../../../../miniprogram/services/oss-upload/upload-image';
import { createUploadQueue, type UploadState } from '../../../../miniprogram/services/oss-upload/upload-queue';

/** An upload that the queue started, and that the test ends. */
export interface ScriptedImageUpload {
  readonly id: string;
  readonly aborted: boolean;
  progress(progress: PostProgress): void;
  store(): void;
  fail(): void;
}

export interface ScriptedQueueOptions {
  parallel?: number;
  /** Called after a change was noted. */
  onChange?: (id: string, state: UploadState) => void;
}

/** A queue whose uploads the test ends one by one, with the note of all that it told. */
export function scriptedQueue({ parallel, onChange }: ScriptedQueueOptions = {}) {
  const uploads: ScriptedImageUpload[] = [];
  const changes: { id: string; state: UploadState }[] = [];
  const queue = createUploadQueue({
    ...(parallel === undefined ? {} : { parallel }),
    upload(image, onProgress) {
      let aborted = false;
      const result = new Promise<StoredObject>((resolve, reject) => {
        uploads.push({
          id: image.id,
          get aborted() {
            return aborted;
          },
          progress: onProgress,
          store: () => resolve(storedObject(image)),
          fail: () => reject(new UploadError('timeout', `The upload of ${image.id} took too long.`)),
        });
      });
      return {
        result,
        abort: () => {
          aborted = true;
        },
      };
    },
    onChange({ id }, state) {
      changes.push({ id, state });
      onChange?.(id, state);
    },
  });

  return {
    queue,
    /** In the order in which they were started. */
    uploads,
    changes,
    /** The last upload of an image. */
    uploadOf(id: string): ScriptedImageUpload {
      const upload = uploads.findLast((candidate) => candidate.id === id);
      if (!upload)
        throw new Error(`Expected an upload of ${id}, got uploads of ${uploads.map((u) => u.id).join(', ')}.`);
      return upload;
    },
    /** What was told of an image, by the names of the states. */
    told: (id: string) => changes.filter((change) => change.id === id).map(({ state }) => state.name),
  };
}

export function pickedImages(...ids: string[]): PickedImage[] {
  return ids.map((id) => ({ id, path: `wxfile://tmp_${id}.jpg`, size: 1 }));
}

function storedObject({ id }: PickedImage): StoredObject {
  const key = `uploads/${id}.jpg`;
  const url = `https://pictures.example.com/${key}`;
  return {
    key,
    url,
    size: 1,
    contentType: 'image/jpeg',
    etag: undefined,
    requestId: undefined,
    callback: { name: 'none' },
  };
}
