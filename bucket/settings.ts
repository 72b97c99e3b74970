import {
  type AccessKey,
  type BucketSettings,
  type Environment,
  readOssSettings,
  SettingsError,
} from '../server/settings';

/** An administrator of the bucket: another key than the backend's, which may do none of this. */
export interface Administrator extends AccessKey, Pick<BucketSettings, 'bucket' | 'region'> {
  /** Another address of OSS's API, such as the internal one. Default: the region's public one. */
  endpoint: string | undefined;
}

/** @throws SettingsError that names every mistake */
export function readAdministrator(environment: Environment): Administrator {
  try {
    const { host: _, ...oss } = readOssSettings({
      OSS_ACCESS_KEY_ID: environment['ADMIN_ACCESS_KEY_ID'],
      OSS_ACCESS_KEY_SECRET: environment['ADMIN_ACCESS_KEY_SECRET'],
      OSS_SECURITY_TOKEN: environment['ADMIN_SECURITY_TOKEN'],
      OSS_BUCKET: environment['OSS_BUCKET'],
      OSS_REGION: environment['OSS_REGION'],
    });
    return { ...oss, endpoint: environment['OSS_ENDPOINT'] || undefined };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(
      error.message
        .replace(/OSS_(ACCESS_KEY|SECURITY)/g, 'ADMIN_$1')
        .replace('docs/settings.md', 'npm run bucket:setup -- --help'),
    );
  }
}
