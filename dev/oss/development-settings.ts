import type { Environment } from '../../server/settings';

/**
 * What the backend and the local OSS agree on while developing. Real environment variables win:
 * `{ ...developmentSettings, ...process.env }`. None of it opens anything: the id and the secret are made up.
 */
export const developmentSettings: Environment = {
  OSS_ACCESS_KEY_ID: 'local-development-id',
  OSS_ACCESS_KEY_SECRET: 'local-development-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  /** Where `npm run oss` listens by default. */
  OSS_HOST: 'http://127.0.0.1:9000',
};
