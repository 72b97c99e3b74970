import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { CALLBACK_ROUTE, callbackField } from './callback';
import { addCallbackRoute } from './callback-route';
import { createPolicyAnswer } from './policy';
import type { ServerSettings } from './settings';

/** The route of Alibaba's own samples. */
export const POLICY_ROUTE = '/get_post_signature_for_oss_upload';

export interface AppOptions {
  settings: Pick<ServerSettings, 'oss' | 'limits' | 'callback' | 'logLevel'>;
  now?: () => Date;
  /** Where log lines go. Default: standard output. */
  logStream?: { write(line: string): void };
}

interface ErrorAnswer {
  error: { code: string; message: string };
}

/** The policy backend. It keeps no state; secrets stay in `settings` and appear in no answer and no log. */
export function createApp({ settings, now = () => new Date(), logStream }: AppOptions): FastifyInstance {
  const { oss, limits, callback } = settings;
  const app = Fastify({
    logger: loggerOptions(settings.logLevel, logStream),
    // What is wrong before any route is found, such as an address that cannot be decoded.
    frameworkErrors: (error, _request, reply) => {
      const answer = reply as FastifyReply; // typed for a route, and there is none yet
      answer.code(error.statusCode ?? 400).send(errorAnswer('bad_request', 'Expected a path that can be decoded.'));
    },
  });

  app.get(POLICY_ROUTE, async (request, reply) => {
    const unknown = Object.keys(request.query as Record<string, unknown>); // Fastify's parser always makes an object
    if (unknown.length > 0) {
      return reply.code(400).send(errorAnswer('bad_query', `Expected no query, got ${unknown.join(', ')}.`));
    }
    reply.header('cache-control', 'no-store');
    return createPolicyAnswer(oss, limits, now(), callback && callbackField(callback.url));
  });

  if (callback !== undefined) addCallbackRoute(app, callback, oss.bucket);

  app.get('/health', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });

  // Before the body is read: what no route takes is refused for that, whatever its body holds.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const path = request.url.split('?')[0] ?? '';
    const method = (['GET', 'POST'] as const).find((known) => app.hasRoute({ method: known, url: path }));
    if (method !== undefined) {
      reply.header('allow', method === 'GET' ? 'GET, HEAD' : method);
      return reply.code(405).send(errorAnswer('method_not_allowed', `Expected ${method}, got ${request.method}.`));
    }
    const routes = [POLICY_ROUTE, ...(callback === undefined ? [] : [CALLBACK_ROUTE]), '/health'];
    return reply.code(404).send(errorAnswer('not_found', `Expected ${routes.join(' or ')}.`));
  });

  app.setErrorHandler<Error & { statusCode?: number; code?: string }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorAnswer(error.code ?? 'bad_request', error.message));
    request.log.error({ err: error }, 'request failed');
    return reply.code(500).send(errorAnswer('internal', 'The backend failed; its log says why.'));
  });

  return app;
}

function errorAnswer(code: string, message: string): ErrorAnswer {
  return { error: { code, message } };
}

function loggerOptions(level: string, stream: AppOptions['logStream']) {
  return {
    level,
    ...(stream === undefined ? {} : { stream }),
    serializers: {
      // Without the query: a misconfigured client may have put a secret there.
      req: (request: Pick<FastifyRequest, 'method' | 'url'>) => ({
        method: request.method,
        path: request.url.split('?')[0],
      }),
      // A stack reveals paths of the server; the type requires one.
      err: (error: Error) => ({ type: error.name, message: error.message, stack: '' }),
      res: (reply: Pick<FastifyReply, 'statusCode'>) => ({ statusCode: reply.statusCode }),
    },
  };
}
