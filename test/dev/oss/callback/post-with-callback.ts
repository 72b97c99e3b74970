import { type FormPart, type PostAnswer, postParts, signedForm, toParts } from '../post-form';
import type { RunningOss } from '../running-oss';

/** A callback's configuration; anything goes, so that wrong ones can be made. */
export type Configuration = Readonly<Record<string, unknown>>;

export interface CallbackPostOptions {
  fields?: Readonly<Record<string, string>>;
  file?: Partial<FormPart>;
  conditions?: readonly unknown[];
  /** What the local OSS is to trust before. Default: the address, where `callback` has it with its scheme. */
  trusted?: readonly string[];
}

/** Posts `uploads/a.png` with a callback. @param callback its configuration, or the field itself */
export async function postWithCallback(
  oss: RunningOss,
  callback: Configuration | string,
  { fields, file, conditions, trusted = trustedFor(callback) }: CallbackPostOptions = {},
): Promise<PostAnswer> {
  oss.trust({ callbackTo: trusted });
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

function trustedFor(callback: Configuration | string): string[] {
  const address = typeof callback === 'string' ? undefined : callback['callbackUrl'];
  const addresses = typeof address === 'string' ? address.split(';') : [];
  return addresses.map((one) => one.replace(/^(?!https?:)/, 'http://')).filter((one) => URL.canParse(one));
}

export function encodeCallback(configuration: unknown): string {
  return Buffer.from(JSON.stringify(configuration)).toString('base64');
}
