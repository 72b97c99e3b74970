import { networkReason } from '../wx/node/network-failure';

/** What came of a request that is not the mini-program's own. */
export type AskAnswer =
  | { name: 'answered'; status: number; headers: Headers; body: Buffer }
  | { name: 'unreachable'; reason: string };

/** @param timeout in milliseconds. Default 10,000. */
export async function ask(url: string, init: RequestInit = {}, timeout = 10_000): Promise<AskAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
    const body = Buffer.from(await response.arrayBuffer());
    return { name: 'answered', status: response.status, headers: response.headers, body };
  } catch (error) {
    return { name: 'unreachable', reason: networkReason(error) };
  }
}
