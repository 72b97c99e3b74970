import { readLimited } from '../http/read-limited';
import { networkReason } from '../wx/node/network-failure';

/** The outcome of a request that is not the mini-program's own. */
export type AskAnswer =
  | { name: 'answered'; status: number; headers: Headers; body: Buffer }
  | { name: 'unreachable'; reason: string };

export interface AskLimits {
  /** In milliseconds. Default 10,000. */
  timeout?: number;
  /** How much of the body is read, in bytes. Default 1 MiB. */
  maxBytes?: number;
}

export async function ask(
  url: string,
  init: RequestInit = {},
  { timeout = 10_000, maxBytes = 1024 * 1024 }: AskLimits = {},
): Promise<AskAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
    const body = response.body === null ? Buffer.alloc(0) : await readLimited(response.body, maxBytes);
    return { name: 'answered', status: response.status, headers: response.headers, body };
  } catch (error) {
    return { name: 'unreachable', reason: networkReason(error) };
  }
}
