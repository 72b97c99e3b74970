/** Which pages may use the local OSS, and where it posts callbacks. */
export interface Trust {
  /** Origins of pages, such as `http://127.0.0.1:8080`; `*` for any. */
  origins: readonly string[];
  /** What the addresses of callback servers begin with, such as `http://127.0.0.1:3000/oss_callback`. */
  callbackTo: readonly string[];
}

/** The pages of a preview that runs where it does by default, and no callbacks. */
export const DEFAULT_TRUST: Trust = { origins: ['http://127.0.0.1:8080', 'http://localhost:8080'], callbackTo: [] };

/** What `--cors` and `--callback-to` give. @throws Error that names the option and the value */
export function readTrust(cors: readonly string[] = [], callbackTo: readonly string[] = []): Trust {
  return { origins: cors.map(readOrigin), callbackTo: callbackTo.map(readPrefix) };
}

/** Compares what will really be asked: both parsed, so that no spelling means one host here and another one there. */
export function isTrustedCallback({ href }: URL, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => href.startsWith(new URL(prefix).href));
}

function readOrigin(text: string): string {
  if (text === '*') return text;
  const url = parseHttp(text);
  if (url !== undefined && url.href === `${url.origin}/`) return url.origin;
  throw new Error(`Expected --cors to be like http://192.168.1.20:8080, without a path, or *; got "${text}".`);
}

function readPrefix(text: string): string {
  const url = parseHttp(text);
  if (url !== undefined && url.username + url.password + url.hash === '') return url.href;
  throw new Error(`Expected --callback-to to be like http://127.0.0.1:3000/oss_callback, got "${text}".`);
}

function parseHttp(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}
