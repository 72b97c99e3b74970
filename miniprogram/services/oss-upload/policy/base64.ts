const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Decodes base64 of UTF-8; `undefined` for anything else, ill-formed UTF-8 included. A mini-program has neither `atob` nor
 * `TextDecoder`.
 */
export function decodeBase64(base64: string): string | undefined {
  const digits = base64.replace(/\s/g, '').replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) return undefined;
  let escaped = '';
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      escaped += `%${(0x100 | ((bits >> count) & 0xff)).toString(16).slice(1)}`;
    }
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined; // not UTF-8
  }
}
