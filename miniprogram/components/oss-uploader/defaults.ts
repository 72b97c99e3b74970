import type { UploaderOptions } from '../../services/oss-upload/index';

/**
 * What no property can carry, such as functions: `policy.parts` for a token, `policy.onUnauthorized` to sign in.
 * Properties of a component win over these.
 */
export type UploaderDefaults = Partial<Omit<UploaderOptions, 'policy' | 'onChange' | 'onStatus'>> & {
  policy?: Partial<UploaderOptions['policy']>;
};

let defaults: UploaderDefaults = {};

/** Sets what every `oss-uploader` begins with; call it before the first one is shown, say in app.ts. */
export function setUploaderDefaults(options: UploaderDefaults): void {
  defaults = options;
}

export function uploaderDefaults(): UploaderDefaults {
  return defaults;
}
