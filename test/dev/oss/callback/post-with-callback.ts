import { type FormPart, type PostAnswer, postParts, signedForm, toParts } from '../post-form';
import type { RunningOss } from '../running-oss';

/** A callback's configuration; anything goes, so that wrong ones can be made. */
export type Configuration = Readonly<Record<string, unknown>>;

export interface CallbackPostOptions {
  fields?: Readonly<Record<string, string>>;
  file?: Partial<FormPart>;
  conditions?: readonly unknown[];
}

/** Posts `uploads/a.png` with a callback. @param callback its configuration, or the field itself */
export async function postWithCallback(
  oss: RunningOss,
  callback: Configuration | string,
  { fields, file, conditions }: CallbackPostOptions = {},
): Promise<PostAnswer> {
  const form = signedForm({
    settings: oss.settings,
    fields: {
      key: 'uploads/a.png',
      callback: typeof callback === 'string' ? callback : encodeCallback(callback),
      ...fields,
    },
    ...(conditions !== undefined && { conditions }),
  });
  return postParts(oss.url, toParts(form, file));
}

export function encodeCallback(configuration: unknown): string {
  return Buffer.from(JSON.stringify(configuration)).toString('base64');
}
