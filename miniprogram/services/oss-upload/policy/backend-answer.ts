import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { openJson } from '../wx/open-json';

/**
 * What a backend's answer may hold of a signed policy; each piece under the names that backends in use give it, the most
 * telling first, in lower case and without what separates words.
 */
const NAMES = {
  policy: ['policy'],
  signature: ['xosssignature', 'signature'],
  version: ['xosssignatureversion', 'signatureversion', 'version'],
  credential: ['xosscredential', 'credential'],
  date: ['xossdate'],
  accessKeyId: ['ossaccesskeyid', 'accesskeyid', 'accessid'],
  securityToken: ['xosssecuritytoken', 'securitytoken'],
  host: ['host', 'url'],
  dir: ['dir'],
  expire: ['expire', 'expiration'],
  callback: ['callback'],
} as const;

export type Piece = keyof typeof NAMES;

/** The pieces that an answer holds, as text, and the callback's own variables by their full name `x:…`. */
export interface BackendAnswer {
  pieces: Readonly<Partial<Record<Piece, string>>>;
  variables: Readonly<Record<string, string>>;
}

type Entry = readonly [name: string, value: unknown];

/** How deep wrappers are opened, and how much of each is looked at: no answer in use comes near it. */
const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;

/** What languages make of a value that is not there, when they write it into a text. */
const NOTHING = ['', 'null', 'undefined'];

/**
 * Finds the pieces of a signed policy in whatever a backend answers: at the root or wrapped, in snake, kebab or camel
 * case, as JSON or as text that holds JSON. What a wrapper says of success is not asked: the pieces are there or not.
 * @throws UploadError `policy-unusable` for an answer that gives a secret away
 */
export function readBackendAnswer(answer: unknown): BackendAnswer {
  const entries = entriesOf(answer);
  const secret = entries.find(([name, value]) => plain(name).includes('secret') && asText(value) !== undefined);
  if (secret) {
    throw new UploadError(
      'policy-unusable',
      `Expected no secret in the backend's answer, got "${excerpt(secret[0])}": whoever reads it can do all that the key may. Take it out of the answer and replace the key.`,
    );
  }
  return { pieces: piecesOf(entries), variables: variablesOf(entries) };
}

/** All entries of the answer and of what it wraps: first those beside the policy, then from the outside in. */
function entriesOf(answer: unknown): Entry[] {
  const records: Entry[][] = [];
  let level = [answer];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const found = level.map((value) => recordEntries(openJson(value)));
    records.push(...found);
    level = found
      .flat()
      .slice(0, MAX_ENTRIES)
      .map(([, value]) => value);
  }
  const holdsPolicy = ([name, value]: Entry) => plain(name) === 'policy' && asText(value) !== undefined;
  const withPolicy = records.find((entries) => entries.some(holdsPolicy)) ?? [];
  return [...withPolicy, ...records.flat()];
}

function recordEntries(value: unknown): Entry[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.keys(value).slice(0, MAX_ENTRIES);
  return names.map((name) => [name, Reflect.get(value, name)]);
}

function piecesOf(entries: readonly Entry[]): BackendAnswer['pieces'] {
  const texts = new Map<string, string>();
  for (const [name, value] of entries) {
    // Copied samples leave backticks behind, and no piece holds one of its own.
    const text = asText(value)?.replace(/`/g, '').trim();
    if (text && !texts.has(plain(name))) texts.set(plain(name), text);
  }
  const found = Object.entries(NAMES).map(([piece, names]) => {
    const name = names.find((candidate) => texts.has(candidate));
    return [piece, name === undefined ? undefined : texts.get(name)] as const;
  });
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

function variablesOf(entries: readonly Entry[]): Record<string, string> {
  const variables = entries.map(([name, value]) => [name.toLowerCase(), asText(value)] as const);
  return Object.fromEntries(
    variables.filter((entry): entry is readonly [string, string] => /^x:./.test(entry[0]) && entry[1] !== undefined),
  );
}

/** What says nothing counts as absent: `callback: ""` sent on would be refused by OSS. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !NOTHING.includes(value) ? value : undefined;
}

/** `x_oss_credential`, `x-oss-credential` and `xOssCredential` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
