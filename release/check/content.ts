/** The files of the compiled package, by path. */
export type CompiledPackage = ReadonlyMap<string, Buffer>;

/** Addresses that the package may contain despite the bans: the documented development default. */
const ALLOWED_ADDRESSES: readonly string[] = ['http://127.0.0.1:3000'];

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  /** Whether to truncate matches in messages, which end up in logs. */
  readonly secret: boolean;
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

/** Domains that are reserved for documentation: https://www.rfc-editor.org/rfc/rfc2606 */
const EXAMPLE: Ban = {
  what: 'an example address',
  pattern: /\bhttps?:\/\/(?:[\w-]+\.)*(?:example\.(?:com|net|org)|example)\b/g,
  secret: false,
};

/** Lists the secrets and private addresses in the compiled package, one sentence each; for a release also example addresses. */
export function contentFaults(files: CompiledPackage, { release }: { release: boolean }): string[] {
  const bans = release ? [...BANS, EXAMPLE] : BANS;
  return [...files].flatMap(([name, content]) => fileFaults(name, content.toString('utf8'), bans));
}

function fileFaults(name: string, text: string, bans: readonly Ban[]): string[] {
  return bans.flatMap(({ what, pattern, secret }) => {
    const found = new Set((text.match(pattern) ?? []).filter((match) => !ALLOWED_ADDRESSES.includes(match)));
    return [...found].map((match) => `${name} holds ${what}: ${secret ? `${match.slice(0, 4)}…` : match}`);
  });
}
