import type { FastifyInstance } from 'fastify';
import type { CredentialSource } from './credentials';

const HEALTH_ROUTE = '/health';
const READY_ROUTE = '/ready';
export const HEALTH_ROUTES = [HEALTH_ROUTE, READY_ROUTE] as const;

/**
 * `GET /health`: the process runs. `GET /ready`: it can sign, too. A load balancer asks for the second; what restarts
 * processes asks for the first, because a new process has no more credentials than this one.
 */
export function addHealthRoutes(app: FastifyInstance, credentials: CredentialSource): void {
  // Asked every few seconds: not worth a log line.
  const silent = { logLevel: 'silent' } as const;
  app.get(HEALTH_ROUTE, silent, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });
  app.get(READY_ROUTE, silent, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    await credentials.get();
    return { status: 'ready' };
  });
}
