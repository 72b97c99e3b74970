import { ERRNO } from '../../../../miniprogram/services/oss-upload/wx/errno';
import { createPacer } from '../../../oss/faults/pacer';
import { CallFailed } from '../../../wx/answer';
import { LINKS } from '../../phone-settings';
import type { PhoneSource } from './settings';

/**
 * The phone's connection to the network. What it sends is paced here and not by the receiver: the buffers of the browser and the
 * system between them take in whole pictures at once.
 */
export interface Link {
  /** Aborted, with a CallFailed as its reason, as soon as the connection breaks. Ask for it anew for each call. */
  signal(): AbortSignal;
  /**
   * Takes as long as sending so many bytes does, behind all that is sent before; no time on a line without a limit.
   * @param sent called with the bytes sent so far
   * @throws the signal's reason
   */
  send(bytes: number, signal: AbortSignal, sent: (bytes: number) => void): Promise<void>;
  /** Waits as long as a request takes longer on a slow line. @throws the signal's reason */
  delay(signal: AbortSignal): Promise<void>;
}

/** How long calls go on in the background: https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const BACKGROUND_GRACE = 5000;

/** How much is sent at a time, in seconds of the line. */
const PIECE_TIME = 0.05;

export function createLink(phone: PhoneSource): Link {
  let { network, inBackground } = phone.current();
  let connection = new AbortController();
  let grace: number | undefined;
  const newPacer = () => createPacer(LINKS[network].bandwidth, { now: () => performance.now(), wait: sleep });
  let pace = newPacer();

  const interrupt = () => connection.abort(new CallFailed('interrupted', ERRNO.interrupted));
  const refresh = () => {
    window.clearTimeout(grace);
    if (network === 'offline') {
      connection.abort(new CallFailed('error_msg:net::ERR_INTERNET_DISCONNECTED', ERRNO.networkNamed));
    } else if (inBackground) grace = window.setTimeout(interrupt, BACKGROUND_GRACE);
    else if (connection.signal.aborted) connection = new AbortController();
  };
  phone.changed.on((settings) => {
    if (settings.network === network && settings.inBackground === inBackground) return;
    ({ network, inBackground } = settings);
    pace = newPacer();
    refresh();
  });
  refresh();
  return {
    signal: () => connection.signal,
    async send(bytes, signal, sent) {
      for (let done = 0; done < bytes; ) {
        const { bandwidth } = LINKS[network];
        if (bandwidth === Number.POSITIVE_INFINITY) return;
        const piece = Math.min(bytes - done, bandwidth * PIECE_TIME);
        await unlessAborted(pace(piece), signal);
        signal.throwIfAborted();
        done += piece;
        sent(done);
      }
    },
    async delay(signal) {
      const { latency } = LINKS[network];
      if (latency > 0) await unlessAborted(sleep(latency), signal);
      signal.throwIfAborted();
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}

/** Resolves with the promise, or as soon as the signal is aborted. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop);
  });
  await Promise.race([promise, aborted]);
  signal.removeEventListener('abort', stop);
}
