import { randomBytes } from 'node:crypto';
import { CALLBACK_ROUTE } from '../../server/callback/callback-field';
import { type Environment, readOssSettings, readServerSettings } from '../../server/settings';
import { hostInUrl } from '../cli/addresses';
import { PUBLIC_KEY_PATH } from '../oss/callback/signing-key';
import { developmentSettings } from '../oss/development-settings';
import { type LocalOss, type LocalOssOptions, startLocalOss } from '../oss/server';
import { startBackend } from './backend';

export interface LocalCloudOptions {
  /** Folder for the stored objects. */
  dataDir: string;
  /** Use this policy URL instead of starting a backend. */
  policyUrl?: string | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  listenHost?: string;
  /** The host that clients use. Default: `listenHost`. */
  publicHost?: string;
  /** Default 0: any free port. */
  ossPort?: number;
  /** Default 0: any free port. */
  backendPort?: number;
  /** Whether policies make the local OSS call the backend after each upload. Default: as configured by the settings. */
  callbacks?: boolean;
  /** Faults of the local OSS, what it trusts, its CORS rules and its listeners; see `LocalOssOptions`. */
  oss?: Pick<LocalOssOptions, 'faults' | 'trust' | 'corsRules' | 'onFault' | 'onStored'>;
  /** Overrides for the development settings and for the secret, which is new for each start. Default: none. */
  environment?: Environment;
  /** Default: the system clock. */
  now?: () => Date;
  /** Receives one line per request to the local OSS. Default: no log. */
  log?: (line: string) => void;
}

/** A policy backend and the local OSS that its policies point to. */
export interface LocalCloud {
  policyUrl: string;
  ossUrl: string;
  /** What the workbench shows, and how it makes uploads fail. */
  readonly oss: Pick<LocalOss, 'forms' | 'objects' | 'faults'>;
  /** As in `LocalOss`. */
  trust: LocalOss['trust'];
  /** Stops both and frees their ports. */
  close(): Promise<void>;
}

/** Starts both. @throws SettingsError, or an Error that names the port in use */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { dataDir, listenHost = '127.0.0.1', publicHost = listenHost, now = () => new Date() } = options;
  // Known to the backend and the local OSS alone: with the documented one any page could sign a policy of its own.
  const newSecret = () => randomBytes(32).toString('base64url');
  const secrets = { OSS_ACCESS_KEY_SECRET: newSecret(), SESSION_KEYS: newSecret() };
  const environment = { ...developmentSettings, ...secrets, ...options.environment };
  const settings = readServerSettings(environment);
  const oss = await startLocalOss({
    settings: readOssSettings(environment),
    dataDir,
    listenHost,
    port: options.ossPort ?? 0,
    now,
    ...options.oss,
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const ossUrl = `http://${hostInUrl(publicHost)}:${new URL(oss.url).port}`;
  if (options.policyUrl !== undefined) {
    return { policyUrl: options.policyUrl, ossUrl, oss, trust: oss.trust, close: oss.close };
  }

  let callbackUrl = '';
  const callback = {
    // A getter, because the backend's port is known only once it listens.
    get url() {
      return callbackUrl;
    },
    keyUrls: [`${oss.url}${PUBLIC_KEY_PATH}`],
    ticketKeys: [newSecret()] as const,
    checkObject: true,
  };
  try {
    const backend = await startBackend({
      // Policies always point to the local OSS, even if `OSS_HOST` is set.
      settings: {
        ...settings,
        bucket: { ...settings.bucket, host: ossUrl },
        callback: options.callbacks ? callback : settings.callback,
      },
      listenHost,
      publicHost,
      port: options.backendPort ?? 0,
      now,
    });
    callbackUrl = new URL(CALLBACK_ROUTE, backend.policyUrl).href;
    oss.trust({ callbackTo: [callbackUrl, ...(settings.callback === undefined ? [] : [settings.callback.url])] });
    return {
      policyUrl: backend.policyUrl,
      ossUrl,
      oss,
      trust: oss.trust,
      async close() {
        await Promise.all([backend.close(), oss.close()]);
      },
    };
  } catch (error) {
    await oss.close();
    throw error;
  }
}
