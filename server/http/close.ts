import type { FastifyInstance } from 'fastify';

/** In milliseconds: docker stop kills after ten seconds. */
const GRACE = 5000;

/** Bounds `app.close()`: running requests may end, but what is still half sent after the grace is cut. */
export function closeInTime(app: FastifyInstance, grace = GRACE): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    app.server.closeIdleConnections();
    setTimeout(() => app.server.closeAllConnections(), grace).unref();
  });
  // Otherwise the connection of a request in flight is kept alive, and close() waits for it.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}
