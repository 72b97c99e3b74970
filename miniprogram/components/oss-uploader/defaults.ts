import type { UploaderOptions } from '../../services/oss-upload/index';

/**
 * Options that properties cannot hold, such as functions: `policy.parts` to add a token, `policy.onUnauthorized` to sign in.
 * Properties of a component take precedence.
 */
export type UploaderDefaults = Partial<Omit<UploaderOptions, 'policy' | 'onChange' | 'onStatus'>> & {
  policy?: Partial<UploaderOptions['policy']>;
};

let defaults: UploaderDefaults = {};

/** Sets the defaults of every `oss-uploader`. Call it before the first one is shown, for example in app.ts. */
export function setUploaderDefaults(options: UploaderDefaults): void {
  defaults = options;
}

export function uploaderDefaults(): UploaderDefaults {
  return defaults;
}
