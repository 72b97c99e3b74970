import { parseArgs } from 'node:util';
import type { Wishes } from './plan';

export const HELP = `Usage: npm run bucket:setup -- [options]

Shows what it would change of a bucket, asks, and changes it. Rules that others made stay as they are.

  --origin ORIGIN         let pages of this origin upload, such as https://admin.example.com; may be given several times.
                          A mini-program on a phone needs none (default: no change of CORS)
  --public                leave the bucket open to public access, if its ACL or policy says so (default: block it)
  --unfinished DAYS       remove the parts of uploads that were never finished after so many days (default 7)
  --unclaimed PREFIX:DAYS remove what is still there below this prefix after so many days, such as uploads/:2 where your
                          servers copy each picture they keep to another prefix (default: keep all)
  --yes                   do not ask
  --help                  show this help

From the environment: ADMIN_ACCESS_KEY_ID, ADMIN_ACCESS_KEY_SECRET, ADMIN_SECURITY_TOKEN (with STS), OSS_BUCKET, OSS_REGION;
OSS_ENDPOINT for another address of OSS, such as the internal one. Take an administrator's key, and never the backend's.
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
