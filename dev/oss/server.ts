import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { OssSettings } from '../../server/settings';
import { hostInUrl } from '../cli/addresses';
import { cannotListen } from '../cli/cannot-listen';
import { createListeners } from '../listeners';
import { signingKeySource } from './callback/signing-key';
import { type CorsRule, uploadRule } from './cors';
import { createFaultControl, type FaultControl } from './faults/fault-control';
import { type FaultKind, type Faults, NO_FAULTS } from './faults/faults';
import { createFaultyLine } from './faults/faulty-line';
import { createUntrusted } from './faults/portal';
import { createFieldMemory } from './field-memory';
import { createFormLog, type FormLog } from './form-log/form-log';
import { type Bucket, handleRequest } from './handle-request';
import { listedObject } from './list-objects';
import type { ListedObject } from './listed-object';
import { openObjectStore } from './object-store';
import type { PublicEndpoint } from './post-object';
import type { StoredObject } from './stored-object';
import { DEFAULT_TRUST, type Trust } from './trust';

export interface LocalOssOptions {
  /** Whose signatures are good, and for which bucket. */
  settings: OssSettings;
  /** Where the objects are kept; made where there is none. */
  dataDir: string;
  /** Address to listen on. Default 127.0.0.1. */
  listenHost?: string;
  /** Port to listen on. Default 0: any free one. */
  port?: number;
  /** Refuses V1 signatures, as OSS does for newer accounts and buckets. Default false. */
  refuseV1?: boolean;
  /** `forbidden`: refuses uploads and reads, as the default domain of mainland buckets does for newer accounts. Default `allowed`. */
  publicEndpoint?: PublicEndpoint;
  /** Default: `DEFAULT_TRUST`. */
  trust?: Trust;
  /** Default: pages that are trusted may upload and read, see `uploadRule`. */
  corsRules?: readonly CorsRule[];
  /** How long a callback's server may take, in milliseconds. Default 5000, as on OSS. */
  callbackTimeout?: number;
  /** Faults to inject into uploads. Default: none. */
  faults?: Faults;
  /** Called for each upload that meets a fault. Default: not called. */
  onFault?: (kind: FaultKind) => void;
  /** Called for each object as soon as it is stored, also when it replaces one. Default: not called. */
  onStored?: (object: StoredObject) => void;
  /** The clock. Default: the computer's. */
  now?: () => Date;
  /** Makes request ids. Default: 24 random hex digits. */
  newRequestId?: () => string;
  /** Gets one line for each request; never a secret, a signature or a token. Default: no log. */
  log?: (line: string) => void;
}

export interface LocalOss {
  /** Where the bucket is, without a slash at the end: `http://127.0.0.1:9000`. */
  url: string;
  /** The last forms that came. */
  readonly forms: Pick<FormLog, 'list' | 'onChange'>;
  readonly objects: StoredObjects;
  /** How uploads go wrong. */
  readonly faults: FaultControl;
  /** Trusts further pages and callback servers, such as those whose port is known only after this one's. */
  trust(more: Partial<Trust>): void;
  /** Ends open connections too. When it is done the port is free and no half-received file is left. */
  close(): Promise<void>;
}

/** The objects in the bucket. */
export interface StoredObjects {
  /** In the order of their keys. */
  list(): readonly ListedObject[];
  /** Calls the listener with each object as soon as it is stored. Returns a function that stops it. */
  onStored(listener: (object: ListedObject) => void): () => void;
}

/**
 * Starts a local OSS with one bucket.
 * @throws Error where the port is taken, or the folder cannot be written or is in use
 */
export async function startLocalOss(options: LocalOssOptions): Promise<LocalOss> {
  const { settings, dataDir, listenHost = '127.0.0.1', port = 0, faults = NO_FAULTS, now = () => new Date() } = options;
  const store = await openObjectStore(dataDir, now);
  const server = createServer();
  try {
    await listen(server, listenHost, port);
  } catch (error) {
    await store.close();
    throw error;
  }

  const untrusted = createUntrusted(listenHost);
  const control = createFaultControl(faults);
  const url = urlOf(server, listenHost);
  const trust = options.trust ?? DEFAULT_TRUST;
  const origins = [...trust.origins];
  const callbackTo = [...trust.callbackTo];
  const closing = new AbortController();
  const refuseV1 = options.refuseV1 ?? false;
  const storedListeners = createListeners<ListedObject>();
  const forms = createFormLog(() => ({ settings, refuseV1, now: now() }));
  const bucket: Bucket = {
    settings,
    now,
    store,
    callbackSender: {
      signingKey: signingKeySource(),
      trusted: callbackTo,
      ossUrl: url,
      timeout: options.callbackTimeout ?? 5000,
      closing: closing.signal,
    },
    fieldMemory: createFieldMemory(),
    refuseV1,
    forms,
    publicEndpoint: options.publicEndpoint ?? 'allowed',
    line: createFaultyLine(control, options.onFault ?? (() => undefined), untrusted.port),
    onStored(object) {
      options.onStored?.(object);
      storedListeners.call(listedObject(object));
    },
    corsRules: options.corsRules ?? [uploadRule(origins)],
    listenHost,
    newRequestId: options.newRequestId ?? (() => randomBytes(12).toString('hex').toUpperCase()),
    log: options.log ?? (() => undefined),
  };
  const underWay = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const handling: Promise<void> = handleRequest(request, response, bucket).finally(() => underWay.delete(handling));
    underWay.add(handling);
  });

  return {
    url,
    forms,
    faults: control,
    objects: {
      list: () => store.list().map(listedObject),
      onStored: storedListeners.add,
    },
    trust(more) {
      origins.push(...(more.origins ?? []));
      callbackTo.push(...(more.callbackTo ?? []));
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      closing.abort();
      await closed;
      await untrusted.close();
      await Promise.all(underWay);
      await store.close();
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cannotListen(cause, {
          what: 'the local OSS',
          host,
          port,
          flag: 'npm run oss -- --port, npm start -- --oss-port',
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}

/** Where the server can be reached from this computer. */
function urlOf(server: Server, listenHost: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The local OSS listens on no port.');
  const everywhere = listenHost === '0.0.0.0' || listenHost === '::';
  const host = everywhere ? '127.0.0.1' : listenHost;
  return `http://${hostInUrl(host)}:${address.port}`;
}
