import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionKeys } from '../settings';

/** HMAC-SHA256, the one algorithm that this backend signs its own tokens with. */
export function mac(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Whether one of the keys made this MAC of the text. Takes as long for a near miss as for any other. */
export function isMac(keys: SessionKeys, text: string, given: Buffer): boolean {
  return keys.some((key) => key !== undefined && given.length === 32 && timingSafeEqual(mac(key, text), given));
}
