import { imageTypeOf } from '../../../../../miniprogram/services/oss-upload/image/image-type';
import { fetchPolicy } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import { createPolicySource } from '../../../../../miniprogram/services/oss-upload/policy/policy-source';
import {
  type ImageToUpload,
  type UploadOptions,
  uploadImage,
} from '../../../../../miniprogram/services/oss-upload/post/upload-image';
import { policyAnswer, type SamplePolicyOptions, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx, settled } from '../../../../scripted-wx';

/** Where the file lies, with the name and the ending that phones give. */
export const PATH = 'wxfile://tmp_owner_1.png';

/** A phone with one picture, on which uploads share a policy source; ids are `name-1`, `name-2`, … */
export function phoneWith(bytes: Uint8Array) {
  const phone = scriptedWx({ files: { [PATH]: bytes } });
  const type = imageTypeOf(bytes);
  if (!type) throw new Error('Expected the bytes of a picture.');
  const file = { path: PATH, size: bytes.length, digest: 'digest', type };
  const now = () => SIGNED_AT.getTime();
  const policies = createPolicySource({
    fetch: () => fetchPolicy({ url: 'https://upload.example.com' }, now, phone.wx),
    now,
  });
  let names = 0;
  return {
    phone,
    /** @param image what differs from a new one with a name of its own */
    start(changes: Partial<UploadOptions> = {}, image: Partial<ImageToUpload> = {}) {
      const id = `name-${++names}`;
      const { result, abort } = uploadImage({ id, file, ...image }, { policies, ...changes }, phone.wx);
      return { result: outcomeOf(result), abort };
    },
    /** The backend answers the last request. */
    answerPolicy: async (options: SamplePolicyOptions = {}) => {
      const header = { Date: SIGNED_AT.toUTCString() };
      phone.requests.at(-1)?.succeed({ statusCode: 200, data: policyAnswer(options), header });
      await settled();
    },
    /** OSS answers the last upload. @param data default: the key for 201, else nothing */
    answerPost: async (statusCode: number, data?: string) => {
      const upload = phone.uploads.at(-1);
      const key = upload?.options.formData?.['key'];
      upload?.succeed({ statusCode, data: data ?? (statusCode === 201 ? `<PostResponse><Key>${key}</Key>` : '') });
      await settled();
    },
  };
}

/** What a promise has settled to; `undefined` while it is pending. */
function outcomeOf<Value>(promise: Promise<Value>): { now: () => { value: Value } | { error: unknown } | undefined } {
  let outcome: { value: Value } | { error: unknown } | undefined;
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  return { now: () => outcome };
}

/** What an upload comes to that failed with this code. */
export const refused = (code: string, more: object = {}) => ({
  error: expect.objectContaining({ name: 'UploadError', code, ...more }),
});
