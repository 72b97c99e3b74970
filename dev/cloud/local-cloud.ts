import { CALLBACK_ROUTE } from '../../server/callback';
import { type Environment, readServerSettings } from '../../server/settings';
import { hostInUrl } from '../cli/addresses';
import { PUBLIC_KEY_PATH } from '../oss/callback/signing-key';
import { developmentSettings } from '../oss/development-settings';
import { type LocalOssOptions, startLocalOss } from '../oss/server';
import { startBackend } from './backend';

export interface LocalCloudOptions {
  /** Where objects are kept. */
  dataDir: string;
  /** Take policies from this address instead of starting a backend. */
  policyUrl?: string | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  listenHost?: string;
  /** The name that clients reach it by. Default: `listenHost`. */
  publicHost?: string;
  /** Default 0: any free one. */
  ossPort?: number;
  /** Default 0: any free one. */
  backendPort?: number;
  /** Makes the local OSS report each upload to the backend. Default: as the settings say. */
  callbacks?: boolean;
  /** Faults and CORS rules of the local OSS, and callbacks for faults and stored objects; as in `LocalOssOptions`. */
  oss?: Pick<LocalOssOptions, 'faults' | 'corsRules' | 'onFault' | 'onStored'>;
  /** Settings that win over those for development. Default: none. */
  environment?: Environment;
  /** Default: the computer's clock. */
  now?: () => Date;
  /** Gets a line for each request to the local OSS. Default: no log. */
  log?: (line: string) => void;
}

/** What an upload needs besides a phone: the policy backend, and the local OSS that its policies lead to. */
export interface LocalCloud {
  policyUrl: string;
  ossUrl: string;
  /** Ends both and frees their ports. */
  close(): Promise<void>;
}

/** @throws SettingsError, or an Error that names the port that is taken */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { dataDir, listenHost = '127.0.0.1', publicHost = listenHost, now = () => new Date() } = options;
  const settings = readServerSettings({ ...developmentSettings, ...options.environment });
  const oss = await startLocalOss({
    settings: settings.oss,
    dataDir,
    listenHost,
    port: options.ossPort ?? 0,
    now,
    ...options.oss,
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const ossUrl = `http://${hostInUrl(publicHost)}:${new URL(oss.url).port}`;
  if (options.policyUrl !== undefined) return { policyUrl: options.policyUrl, ossUrl, close: oss.close };

  let callbackUrl = '';
  const callback = {
    // Its port is known once the backend listens, and it is not read before.
    get url() {
      return callbackUrl;
    },
    keyUrls: [`${oss.url}${PUBLIC_KEY_PATH}`],
  };
  try {
    const backend = await startBackend({
      // Its policies lead to the local OSS, wherever a setting would have them lead.
      settings: {
        ...settings,
        oss: { ...settings.oss, host: ossUrl },
        callback: options.callbacks ? callback : settings.callback,
      },
      listenHost,
      publicHost,
      port: options.backendPort ?? 0,
      now,
    });
    callbackUrl = new URL(CALLBACK_ROUTE, backend.policyUrl).href;
    return {
      policyUrl: backend.policyUrl,
      ossUrl,
      async close() {
        await Promise.all([backend.close(), oss.close()]);
      },
    };
  } catch (error) {
    await oss.close();
    throw error;
  }
}
