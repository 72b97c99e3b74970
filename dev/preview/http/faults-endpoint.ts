import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { FaultControl } from '../../oss/faults/fault-control';
import { readFaults } from '../../oss/faults/read-faults';
import { answer, answerError } from './answer';
import { readJson, refuseForeignPost } from './own-post';

const bodySchema = z.object({ faults: z.string() });

/** Answers POST /preview/faults, with what `--faults` would be given: sets the faults of the local OSS. */
export async function answerFaults(
  request: IncomingMessage,
  response: ServerResponse,
  control: Pick<FaultControl, 'set'> | undefined,
): Promise<void> {
  const refusal = refuseForeignPost(request, 'A list of faults');
  if (refusal) return answerError(request, response, refusal.status, refusal.reason);
  if (control === undefined) return answerError(request, response, 404, 'This preview runs without a local OSS.');
  const body = bodySchema.safeParse(await readJson(request));
  if (!body.success) return answerError(request, response, 400, z.prettifyError(body.error));
  try {
    control.set(readFaults(body.data.faults));
  } catch (error) {
    return answerError(request, response, 400, error instanceof Error ? error.message : String(error));
  }
  answer(request, response, 200, 'application/json', '{}');
}
