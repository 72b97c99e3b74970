import { randomUUID } from 'node:crypto';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

export interface LogOptions {
  level: string;
  /** Default: standard output. */
  stream?: { write(line: string): void } | undefined;
}

export function loggerOptions({ level, stream }: LogOptions) {
  return {
    level,
    ...(stream === undefined ? {} : { stream }),
    serializers: {
      // Without the query: a misconfigured client may have put a secret there. Without the headers: there the token is.
      req: (request: Pick<FastifyRequest, 'method' | 'url' | 'ip'>) => ({
        method: request.method,
        path: pathOf(request),
        ip: request.ip,
      }),
      // A stack reveals paths of the server; the type requires one.
      err: (error: Error) => ({ type: error.name, message: error.message, stack: '' }),
    },
  };
}

export function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?')[0] ?? '';
}

/** Ids that no other process makes. */
export function requestIds(): () => string {
  const process = randomUUID().slice(0, 13);
  let count = 0;
  return () => `${process}-${++count}`;
}

/** Logs one line for each request, when it is answered. */
export class AnswerLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(_error: unknown, request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void {
    request.log.info({ req: request, statusCode, milliseconds: Math.round(elapsedTime) }, 'answered');
  }
}
