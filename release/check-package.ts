/** The files of the compiled package, by path. */
export type CompiledPackage = ReadonlyMap<string, Buffer>;

/** Size budget of the compiled package, in bytes. It is ours, to notice growth; WeChat allows 2 MB. */
export const MAX_PACKAGE_SIZE = 104 * 1024;

/** Addresses that the package may contain despite the bans: the documented development default. */
const ALLOWED_ADDRESSES: readonly string[] = ['http://127.0.0.1:3000'];

interface Ban {
  what: string;
  pattern: RegExp;
  /** Whether to truncate matches in messages, which end up in logs. */
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

/** Lists what is wrong with a compiled package, one sentence each; empty if it may be uploaded. */
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
