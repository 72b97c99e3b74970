import Fastify, { type FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { CALLBACK_ROUTE } from './callback/callback-field';
import { addCallbackRoute } from './callback/callback-route';
import { createPublicKeys } from './callback/public-key';
import { seenInMemory, seenInRedis } from './callback/seen-reports';
import { assumeRole, type CredentialSource, fetchFromChain, refreshing } from './credentials';
import { addHealthRoutes, HEALTH_ROUTES } from './health-routes';
import type { Hooks } from './hooks';
import { closeInTime } from './http/close';
import { answerErrors, answerFrameworkError } from './http/errors';
import { AnswerLog, loggerOptions, pathOf, requestIds } from './http/logging';
import { createRateLimits, registerRateLimits } from './http/rate-limits';
import { refuseUnknownRoutes } from './http/routes-known';
import { type Authorize, bySessionToken } from './identity/authorize';
import { addLoginRoute } from './identity/login-route';
import { createSessionTokens } from './identity/session-token';
import { createCodeToOpenid } from './identity/wechat-login';
import { addPolicyRoute } from './policy-route';
import { mayBeForbidden, type ServerSettings } from './settings';

export interface AppOptions {
  settings: ServerSettings;
  /** Default: none. */
  hooks?: Hooks;
  now?: () => Date;
  /** Where log lines go. Default: standard output. */
  logStream?: { write(line: string): void };
  /** What shares limits and reports between processes. Default: each process is on its own. */
  redis?: Redis | undefined;
  /** Default: the access key of the settings, or the credential chain. */
  credentials?: CredentialSource;
  /** In milliseconds: how long a client may take for its request. Default 10,000. */
  timeout?: number;
}

/** Health checks come from one address, and so do OSS's reports, all of them. */
const UNLIMITED: ReadonlySet<string> = new Set([...HEALTH_ROUTES, CALLBACK_ROUTE]);

/**
 * The policy backend. It keeps no state, so any number of processes may run. Secrets stay in `settings` and appear in no
 * answer and no log.
 * @throws Error where AUTH=custom and `hooks.authorize` is missing
 */
export function createApp(options: AppOptions): FastifyInstance {
  const { settings, hooks = {}, now = () => new Date(), logStream, redis, timeout = 10_000 } = options;
  const { bucket, limits, callback, identity } = settings;
  const app = Fastify({
    logger: loggerOptions({ level: settings.logLevel, stream: logStream }),
    logController: new AnswerLog(),
    genReqId: requestIds(),
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    // Fastify sets the one, and Node obeys it only where the others are no longer: a body may drip in for ever otherwise.
    requestTimeout: timeout,
    connectionTimeout: timeout,
    http: { headersTimeout: timeout, connectionsCheckingInterval: Math.min(1000, timeout / 4) },
    frameworkErrors: answerFrameworkError,
  });
  if (mayBeForbidden(bucket)) app.log.warn(FORBIDDEN_DOMAIN);
  const credentials = options.credentials ?? credentialsFor(app, settings, now);
  closeInTime(app);
  answerErrors(app);
  registerRateLimits(app, redis);
  app.after(() => {
    const rates = createRateLimits(app, settings.rates);
    app.addHook('onRequest', async (request) => {
      if (!UNLIMITED.has(pathOf(request))) await rates.byAddress(request);
    });
    refuseUnknownRoutes(app);

    const authorize = addIdentity(app, options, now);
    addPolicyRoute(app, { bucket, credentials, limits, callback, authorize, limiter: rates.byUser, now });
    addHealthRoutes(app, credentials);
    if (callback === undefined) return;
    const time = () => now().getTime();
    addCallbackRoute(app, {
      callback,
      bucket,
      limits,
      keys: createPublicKeys({ trusted: callback.keyUrls, now: time }),
      seen: redis === undefined ? seenInMemory(time) : seenInRedis(redis, time),
      credentials,
      onStored: hooks.onStored,
      now,
    });
  });
  if (identity.by === 'custom' && hooks.authorize === undefined) {
    throw new Error('Expected `authorize` in server/hooks.ts, which AUTH=custom needs, got none.');
  }
  return app;
}

function credentialsFor(app: FastifyInstance, settings: ServerSettings, now: () => Date): CredentialSource {
  const { accessKey, roleArn } = settings;
  if (accessKey !== undefined && roleArn === undefined) return { get: () => accessKey };
  const fetch = () => (accessKey && roleArn ? assumeRole(accessKey, roleArn, now) : fetchFromChain(now));
  return refreshing(fetch, {
    now,
    onFailure: (reason) => app.log.error({ reason }, 'no credentials for OSS'),
  });
}

const FORBIDDEN_DOMAIN =
  'OSS_HOST is not set: accounts opened since 2025-03-20 may not use the default domain of buckets in mainland China. Set it to a custom domain of the bucket.';

/** How a request is known to be a user's; undefined where everyone may have policies. */
function addIdentity(app: FastifyInstance, { settings, hooks }: AppOptions, now: () => Date): Authorize | undefined {
  const { identity } = settings;
  if (identity.by === 'custom') return hooks?.authorize;
  if (identity.by === 'none') {
    app.log.warn('AUTH=none: everyone who reaches this backend may upload.');
    return undefined;
  }
  const { sessionKeys: keys, appid: audience, sessionSeconds: seconds, userKey } = identity;
  const tokens = createSessionTokens({ keys, audience, seconds, now });
  addLoginRoute(app, { codeToOpenid: createCodeToOpenid(identity), tokens, userKey, onLogin: hooks?.onLogin });
  return bySessionToken(tokens);
}
