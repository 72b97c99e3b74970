import type { Environment } from '../../server/settings';

/**
 * What `npm run oss` and a backend started by hand agree on while developing. Environment variables win:
 * `{ ...developmentSettings, ...process.env }`. Everyone knows this secret; `npm start` makes a new one each time.
 */
export const developmentSettings: Environment = {
  OSS_ACCESS_KEY_ID: 'local-development-id',
  OSS_ACCESS_KEY_SECRET: 'local-development-secret',
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  /** Where `npm run oss` listens by default. */
  OSS_HOST: 'http://127.0.0.1:9000',
  AUTH: 'none',
};
