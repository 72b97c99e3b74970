import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Refusal } from './refusal';

/** Answers every error as JSON: `{"error": {"code", "message"}}`. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const { statusCode: status = 500 } = error;
    if (error instanceof Refusal) {
      if (status >= 500) request.log.warn({ code: error.code, detail: error.detail }, error.message);
      return reply.headers(error.headers).code(status).send(errorBody(error.code, error.message));
    }
    // Of Fastify: a body that is too large, no JSON, too slow.
    if (status < 500 || status === 503) return reply.code(status).send(errorBody(error.code, error.message));
    request.log.error({ err: error }, 'request failed');
    return reply.code(500).send(errorBody('internal', 'The backend failed; its log says why.'));
  });
}

/** What is wrong before any route is found, such as an address that cannot be decoded. */
export function answerFrameworkError(error: FastifyError, _request: unknown, reply: unknown): void {
  const answer = reply as FastifyReply; // typed for a route, and there is none yet
  void answer.code(error.statusCode ?? 400).send(errorBody('bad_request', 'Expected a path that can be decoded.'));
}

function errorBody(code: string, message: string) {
  return { error: { code, message } };
}
