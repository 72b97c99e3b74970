/** What would be sent to WeChat: each file of the compiled package by its path. */
export type CompiledPackage = ReadonlyMap<string, Buffer>;

/** All files of the compiled package together, in bytes: a budget of our own, so that growth is noticed. WeChat takes 2 MB. */
export const MAX_PACKAGE_SIZE = 60 * 1024;

/** The addresses that may be in the package without being https: the documented development default. */
const ALLOWED_ADDRESSES: readonly string[] = ['http://127.0.0.1:3000'];

interface Ban {
  what: string;
  pattern: RegExp;
  /** Not shown whole: what this prints ends up in logs. */
  secret: boolean;
}

const BANS: readonly Ban[] = [
  { what: 'an access key id', pattern: /\b(?:LTAI|STS\.)[A-Za-z0-9]{12,}/g, secret: true },
  { what: 'a secret', pattern: /(?:access_?key_?secret|app_?secret)["']?\s*[:=]\s*["'][^"']+["']/gi, secret: true },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g, secret: true },
  {
    what: 'a private address',
    pattern:
      /\b(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)(?::\d+)?/g,
    secret: false,
  },
];

export function packageSize(files: CompiledPackage): number {
  return [...files.values()].reduce((sum, content) => sum + content.length, 0);
}

/** What keeps a compiled package from being sent, a sentence each; empty when it may go. */
export function packageFaults(files: CompiledPackage): string[] {
  const size = packageSize(files);
  const tooLarge = size > MAX_PACKAGE_SIZE ? [`Expected at most ${MAX_PACKAGE_SIZE} bytes in all, got ${size}.`] : [];
  return [...tooLarge, ...[...files].flatMap(([name, content]) => fileFaults(name, content.toString('utf8')))];
}

function fileFaults(name: string, text: string): string[] {
  return BANS.flatMap(({ what, pattern, secret }) => {
    const found = (text.match(pattern) ?? []).filter((match) => !ALLOWED_ADDRESSES.includes(match));
    return found.map((match) => `${name} holds ${what}: ${secret ? `${match.slice(0, 4)}…` : match}`);
  });
}
