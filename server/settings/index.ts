import { z } from 'zod';
import {
  type AccessKey,
  accessKeySchema,
  type BucketSettings,
  bucketSchema,
  credentialsSchema,
  type OssSettings,
} from './bucket';
import { type CallbackSettings, callbackSchema } from './callback';
import { type IdentitySettings, identitySchema } from './identity';
import { limitsSchema, type UploadLimits } from './limits';
import { type Environment, readSettings } from './read-settings';
import { type ServiceSettings, serviceSchema } from './service';

export { type AccessKey, type BucketSettings, mayBeForbidden, type OssSettings } from './bucket';
export type { CallbackSettings } from './callback';
export type { IdentitySettings, SessionKeys, WechatSettings } from './identity';
export type { UploadLimits } from './limits';
export { type Environment, SettingsError } from './read-settings';
export type { ServiceSettings } from './service';

export interface ServerSettings extends ServiceSettings {
  bucket: BucketSettings;
  /** Absent: the credential chain of Alibaba Cloud's SDKs finds one. */
  accessKey: AccessKey | undefined;
  /** The role that the access key assumes. Default: none. */
  roleArn: string | undefined;
  identity: IdentitySettings;
  limits: UploadLimits;
  /** Default: no callbacks. */
  callback: CallbackSettings | undefined;
}

/** Reads who signs for which bucket. @throws SettingsError that names every mistake. */
export function readOssSettings(environment: Environment): OssSettings {
  const { accessKey, bucket } = readSettings(environment, { accessKey: accessKeySchema, bucket: bucketSchema });
  return { ...accessKey, ...bucket };
}

/** Reads all settings of the backend. @throws SettingsError that names every mistake. */
export function readServerSettings(environment: Environment): ServerSettings {
  const { service, credentials, ...settings } = readSettings(environment, {
    credentials: credentialsSchema,
    accessKey: environment['OSS_CREDENTIALS'] === 'chain' ? z.unknown().transform(() => undefined) : accessKeySchema,
    bucket: bucketSchema,
    identity: identitySchema(environment['AUTH']),
    limits: limitsSchema,
    callback: callbackSchema(environment['OSS_CALLBACK_URL']),
    service: serviceSchema,
  });
  return { ...service, ...settings, roleArn: credentials.roleArn };
}
