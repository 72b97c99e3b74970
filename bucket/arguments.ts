import { parseArgs } from 'node:util';
import type { Wishes } from './plan';

export const HELP = `Usage: npm run bucket:setup -- [options]

Shows what it would change in a bucket, asks for confirmation, and changes it. Rules that others have made are kept.

  --origin ORIGIN         allow pages from this origin to upload, such as https://admin.example.com; can be repeated.
                          Phones need no CORS rule (default: CORS is not changed)
  --public                allow public access if the bucket's ACL or policy does (default: block it)
  --unfinished DAYS       delete the parts of unfinished multipart uploads after this many days (default 7)
  --unclaimed PREFIX:DAYS delete all objects that are still under this prefix after this many days, such as uploads/:2 if
                          your servers copy the pictures they keep to another prefix (default: keep all)
  --yes                   do not ask for confirmation
  --help                  show this help

Environment: ADMIN_ACCESS_KEY_ID, ADMIN_ACCESS_KEY_SECRET, ADMIN_SECURITY_TOKEN (with STS), OSS_BUCKET, OSS_REGION, and
OSS_ENDPOINT for another endpoint of OSS, such as the internal one. Use an administrator's key, never the backend's.
`;

export interface SetupArguments extends Wishes {
  yes: boolean;
}

/** @throws Error whose message says what is wrong */
export function readArguments(args: string[]): SetupArguments | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      origin: { type: 'string', multiple: true, default: [] },
      public: { type: 'boolean', default: false },
      unfinished: { type: 'string', default: '7' },
      unclaimed: { type: 'string' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    origins: values.origin.map(readOrigin),
    blockPublicAccess: !values.public,
    unfinishedDays: readDays('--unfinished', values.unfinished),
    unclaimed: values.unclaimed === undefined ? undefined : readUnclaimed(values.unclaimed),
    yes: values.yes,
  };
}

function readOrigin(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text.toLowerCase())
    return new URL(text).origin;
  throw new Error(`Expected --origin to be like https://admin.example.com, without a path, got "${text}".`);
}

function readUnclaimed(text: string): { prefix: string; days: number } {
  const [, prefix, days = ''] = /^([^/\\][^\\]*\/):(\d+)$/.exec(text) ?? [];
  // Without a prefix the rule would empty the bucket.
  if (prefix === undefined) throw new Error(`Expected --unclaimed to be like uploads/:2, got "${text}".`);
  return { prefix, days: readDays('--unclaimed', days) };
}

function readDays(option: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`Expected ${option} to be 1 to 9999 days, got "${text}".`);
}
