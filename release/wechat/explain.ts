import { WECHAT_LIMIT } from '../check/size';

interface Explanation {
  readonly pattern: RegExp;
  /** What to tell; `found` is the match. */
  readonly tell: (found: RegExpExecArray, appid: string) => string;
}

const KEY_AND_APPID = (appid: string) =>
  `Check that MINIPROGRAM_PRIVATE_KEY is the code upload key of ${appid}, and the newest one: a reset in the WeChat console (开发设置, 小程序代码上传密钥) ends the older.`;

/** An error whose message says all there is to say. */
export class ExplainedError extends Error {}

/** The first that matches is it. miniprogram-ci has put WeChat's answer or the system's error into its message. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /-10008\b|invalid ip/i,
    tell: () =>
      'Add it in the WeChat console, 开发设置 → 小程序代码上传 → IP 白名单, switch that list off, or go out by an address that is listed (HTTPS_PROXY).',
  },
  {
    pattern: /\b80051\b|exceed max limit/i,
    tell: () =>
      `The package is too large: at most ${WECHAT_LIMIT} bytes each for the main package and a subpackage. \`npm run package\` shows the sizes by folder.`,
  },
  {
    pattern: /invalid appid|\b40013\b/i,
    tell: (_, appid) => `WeChat does not know the appid ${appid}. Check MINIPROGRAM_APPID.`,
  },
  {
    pattern: /get new ticket fail|inner ?code|invalid signature|\b20002\b/i,
    tell: (_, appid) => `The key does not fit. ${KEY_AND_APPID(appid)}`,
  },
  {
    pattern: /Unexpected (?:token|end)|is not valid JSON|ERR_ASSERTION/,
    // tunnel-agent asserts that a proxy answers a CONNECT with nothing more.
    tell: () =>
      'That was not WeChat: a proxy, a portal or a firewall answered in its place. Check HTTPS_PROXY, and that https://servicewechat.com can be reached.',
  },
  {
    pattern: /self.signed certificate|unable to (?:verify|get).*certificate|certificate/i,
    tell: () => 'The certificate is not trusted. If a proxy reads the traffic, name its CA in NODE_EXTRA_CA_CERTS.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ESOCKETTIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up|tunneling socket/,
    tell: () =>
      'servicewechat.com cannot be reached, or the connection broke. Check the network and HTTPS_PROXY, then try again.',
  },
];

/** By miniprogram-ci's own codes, where its message says nothing that is known. */
const BY_CODE: Readonly<Record<string, string>> = {
  20001: 'WeChat refused to begin.',
  20002: 'The key could not sign.',
  20003: 'WeChat refused the package.',
};

/** Explains an error of miniprogram-ci or of WeChat: what came, whole, and what to do about it. */
export function explain(error: unknown, appid = 'the mini-program'): string {
  if (error instanceof ExplainedError) return error.message;
  const raw = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Error && 'path' in error) return `${error.path}: ${raw}`; // the compiler's
  const quoted = raw.replace(/^(?:Error: )+/, '');
  const text = `${code} ${raw}`;
  for (const { pattern, tell } of EXPLANATIONS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const address = /-10008|invalid ip/i.test(text) ? addressIn(raw) : '';
    return `${address}${tell(found, appid)}\nGot: ${quoted}`;
  }
  const known = BY_CODE[code];
  return known ? `${known}\nGot: ${quoted}` : quoted;
}

function addressIn(text: string): string {
  const address = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[\da-f]{0,4}(?::[\da-f]{0,4}){3,7}\b/i.exec(text)?.[0];
  return `WeChat takes uploads only from listed addresses, and ${address ?? 'this one'} is not listed. `;
}
