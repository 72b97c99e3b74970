import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../answer';
import { callbackFailed } from '../callback/send-callback';
import { internalError, serviceUnavailable } from '../oss-error';
import { policyExpired } from '../policy-check';
import type { FaultControl } from './fault-control';
import { type FaultKind, type Faults, faultSequence } from './faults';
import { createPacer } from './pacer';
import { portalNothing, portalPage, portalRedirect, redirectTo } from './portal';

/** Thrown where nothing is answered: the connection is cut, or left open in silence until someone else ends it. */
export class Withheld extends Error {
  readonly ending: 'cut' | 'silence';

  constructor(fault: FaultKind, ending: 'cut' | 'silence') {
    super(`fault ${fault}: no answer`);
    this.name = 'Withheld';
    this.ending = ending;
  }
}

/** Ends a request that is not answered: at once, or when someone else has ended the connection. */
export async function withhold(response: ServerResponse, { ending }: Withheld): Promise<void> {
  if (ending === 'cut') response.destroy();
  else if (!response.destroyed) await new Promise((resolve) => response.on('close', resolve));
}

/** The line that uploads arrive on: throttled as configured, with faults injected. */
export interface FaultyLine {
  /**
   * @param store what a healthy OSS does with the bytes of the form
   * @param onFault called where the upload meets a fault
   * @throws OssError, or `Withheld` where there is to be no answer
   */
  post(
    request: IncomingMessage,
    store: (bytes: AsyncIterable<Buffer>) => Promise<Answer>,
    onFault: (kind: FaultKind) => void,
  ): Promise<Answer>;
}

/** How much passes a slow line at a time, in bytes. */
const PACE_STEP = 4096;

/** @param untrustedPort port of the server with an untrusted certificate, for the fault `certificate` */
export function createFaultyLine(
  control: Pick<FaultControl, 'current' | 'onChange'>,
  onFault: (kind: FaultKind) => void,
  untrustedPort: () => Promise<number>,
): FaultyLine {
  let nextFault = faultSequence(control.current());
  let pace = newPacer(control.current());
  control.onChange((faults) => {
    nextFault = faultSequence(faults);
    pace = newPacer(faults);
  });

  /** Nothing is read ahead of the pace, so that what the sender sees of its progress is true but for the buffers between. */
  async function* paced(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; at += PACE_STEP) {
        const piece = chunk.subarray(at, at + PACE_STEP);
        await pace(piece.length);
        yield piece;
      }
    }
  }

  async function meet(
    fault: FaultKind | undefined,
    bytes: AsyncIterable<Buffer>,
    request: IncomingMessage,
    store: (bytes: AsyncIterable<Buffer>) => Promise<Answer>,
  ): Promise<Answer> {
    switch (fault) {
      case undefined:
        return store(bytes);
      case 'cut-before':
        throw new Withheld(fault, 'cut');
      case 'cut-during':
        await read(bytes, Number(request.headers['content-length'] ?? 0) / 2);
        throw new Withheld(fault, 'cut');
      case 'cut-after':
        await store(bytes);
        throw new Withheld(fault, 'cut');
      case '500':
        await read(bytes);
        throw internalError();
      case '503':
        await read(bytes);
        throw serviceUnavailable();
      case 'expired':
        await read(bytes);
        throw policyExpired();
      case 'silence':
        await read(bytes);
        throw new Withheld(fault, 'silence');
      case 'silence-after':
        await store(bytes);
        throw new Withheld(fault, 'silence');
      case '203':
        await store(bytes);
        throw callbackFailed('The callback was made to fail.');
      case 'portal-200':
        await read(bytes);
        return portalPage;
      case 'portal-204':
        await read(bytes);
        return portalNothing;
      case 'portal-302':
        await read(bytes);
        return portalRedirect;
      case 'certificate':
        await read(bytes);
        return redirectTo(await untrustedPort(), request);
    }
  }

  return {
    async post(request, store, onFaultOfThis) {
      const { latency, bandwidth } = control.current();
      const bytes = bandwidth === Number.POSITIVE_INFINITY ? request : paced(request);
      const fault = nextFault();
      if (fault) {
        onFault(fault);
        onFaultOfThis(fault);
      }
      try {
        return await meet(fault, bytes, request, store);
      } finally {
        if (latency > 0) await wait(latency);
      }
    },
  };
}

function newPacer({ bandwidth }: Faults): (bytes: number) => Promise<void> {
  return createPacer(bandwidth, { now: () => performance.now(), wait });
}

/** Reads what comes, and keeps none of it. */
async function read(bytes: AsyncIterable<Buffer>, limit = Number.POSITIVE_INFINITY): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size >= limit) return;
    }
  } catch {
    // The sender disconnected first; the fault applies all the same.
  }
}
