import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { pathOf } from './logging';
import { Refusal } from './refusal';

/**
 * Answers 404 and 405, before any body is read. Paths are compared with those of the routes: asking the router would take
 * what a client sends for a pattern.
 * @param app without routes so far
 */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const methods = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    methods.set(url, [...(methods.get(url) ?? []), ...[method].flat()]);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.is404 ? refusalOf(request) : undefined);
  });

  function refusalOf(request: FastifyRequest): Refusal {
    const allowed = methods.get(pathOf(request));
    if (allowed === undefined) return new Refusal(404, 'not_found', `Expected ${[...methods.keys()].join(' or ')}.`);
    const allow = [...new Set(allowed)].sort().join(', ');
    return new Refusal(405, 'method_not_allowed', `Expected ${allow}, got ${request.method}.`, { headers: { allow } });
  }
}
