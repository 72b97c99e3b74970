import { excerpt } from '../errors/excerpt';
import { UploadError } from '../errors/upload-error';
import { openJson } from '../wx/open-json';

/*
 * The names of the pieces of a signed policy, as backends in use spell them; in lower case and without separators, the
 * preferred one first. A new name is one more word here.
 */

/** Names that say by themselves what they are: found anywhere in the answer. */
export const SPECIFIC = {
  signature: ['xosssignature', 'signature', 'postsignature'],
  version: ['xosssignatureversion', 'signatureversion'],
  credential: ['xosscredential'],
  date: ['xossdate'],
  accessKeyId: ['ossaccesskeyid', 'accesskeyid', 'accessid', 'accesskey'],
  securityToken: ['xosssecuritytoken', 'securitytoken'],
} as const;

/** Names of general use: they count only beside the policy, or directly around it (see {@link readBackendAnswer}). */
export const GENERAL = {
  policy: ['policy', 'encodedpolicy'],
  version: ['version'],
  credential: ['credential'],
  host: ['host', 'osshost', 'buckethost', 'uploadurl', 'url'],
  // Often a region's endpoint, or where objects are read, such as a CDN: the last resort.
  endpoint: ['endpoint', 'domain'],
  bucket: ['bucket', 'bucketname'],
  dir: ['dir'],
  key: ['key', 'objectkey', 'osskey', 'filekey'],
  expire: ['expire', 'expiration'],
  callback: ['callback'],
} as const;

/** What a wrapper says besides its payload. */
const WRAPPING = [
  ...['code', 'status', 'statuscode', 'ret', 'errno', 'errcode', 'error', 'success', 'ok'],
  ...['object', 'message', 'msg', 'errmsg', 'time', 'timestamp', 'requestid', 'traceid'],
];

export type Piece = keyof typeof SPECIFIC | keyof typeof GENERAL;
export type Pieces = Readonly<Partial<Record<Piece, string>>>;

/** The pieces found in an answer, as text, and the callback's own variables by their full name `x:…`. */
export interface BackendAnswer {
  /** From the record that holds the policy. */
  own: Pieces;
  /** From elsewhere in the answer: guesses, which explicit settings override. */
  outside: Pieces;
  variables: Readonly<Record<string, string>>;
}

type Entry = readonly [name: string, value: unknown];

interface AnswerRecord {
  entries: readonly Entry[];
  /** The record around it, and the name under which it stands there. Absent: it is the outermost. */
  parent?: { record: AnswerRecord; name: string };
}

/** How deep wrappers are opened, and how much of each is looked at: no answer in use comes near it. */
const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;

/** Empty values, and what languages write for them in a text. */
const NOTHING = ['', 'null', 'undefined'];

/**
 * Finds the pieces of a signed policy in whatever a backend answers: at the root or wrapped, in snake, kebab or camel
 * case, as JSON or as text that holds JSON. Codes and flags of success are ignored: the pieces are there or not.
 *
 * Specific names are found anywhere. Names of general use (`url`, `dir`, `callback`, …) count in the record that holds
 * the policy, and in the one directly around it if every other field there is such a name itself or says no more than
 * how the request went (`code`, `message`, …): `{ formData: { policy, … }, url }`.
 * @throws UploadError `policy-unusable` for an answer that gives a secret away
 */
export function readBackendAnswer(answer: unknown): BackendAnswer {
  const records = recordsOf(answer);
  const all = records.flatMap(({ entries }) => entries);
  const secret = all.find(([name, value]) => plain(name).includes('secret') && asText(value) !== undefined);
  if (secret) {
    throw new UploadError(
      'policy-unusable',
      `Expected no secret in the backend's answer, got "${excerpt(secret[0])}": anyone who reads it can do all that the key may. Take it out of the answer and replace the key.`,
    );
  }
  const own = records.find(({ entries }) => 'policy' in piecesOf(entries, GENERAL)) ?? records[0];
  const beside = withObject(own?.entries ?? []);
  return {
    own: { ...piecesOf(beside, GENERAL), ...piecesOf(beside, SPECIFIC) },
    outside: { ...piecesOf(withObject(wrapperOf(own)), GENERAL), ...piecesOf(all, SPECIFIC) },
    variables: variablesOf([...all, ...beside]),
  };
}

/** The answer and all that it holds, from the outside in. */
function recordsOf(answer: unknown): AnswerRecord[] {
  const records: AnswerRecord[] = [];
  let level: (Pick<AnswerRecord, 'parent'> & { value: unknown })[] = [{ value: answer }];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const found = level.map(({ value, ...rest }): AnswerRecord => ({ entries: entriesOf(openJson(value)), ...rest }));
    records.push(...found);
    level = found
      .flatMap((record) => record.entries.map(([name, value]) => ({ value, parent: { record, name } })))
      .slice(0, MAX_ENTRIES);
  }
  return records;
}

function entriesOf(value: unknown): Entry[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.keys(value).slice(0, MAX_ENTRIES);
  return names.map((name) => [name, Reflect.get(value, name)]);
}

/** The entries, and those of a record named `object`: `{ policy, …, object: { key } }`. */
function withObject(entries: readonly Entry[]): readonly Entry[] {
  const nested = entries.find(([name]) => plain(name) === 'object')?.[1];
  return [...entries, ...entriesOf(openJson(nested))];
}

/** What stands directly around a record, if that is nothing but wrapping. */
function wrapperOf({ parent }: Partial<AnswerRecord> = {}): readonly Entry[] {
  const known: readonly string[] = [WRAPPING, ...Object.values(GENERAL), ...Object.values(SPECIFIC)].flat();
  const around = parent?.record.entries ?? [];
  return around.every(([name]) => name === parent?.name || known.includes(plain(name))) ? around : [];
}

function piecesOf(entries: readonly Entry[], names: { readonly [P in Piece]?: readonly string[] }): Pieces {
  const texts = new Map<string, string>();
  for (const [name, value] of entries) {
    // Copied samples leave backticks behind, and no piece holds one of its own.
    const text = asText(value)?.replace(/`/g, '').trim();
    if (text && !texts.has(plain(name))) texts.set(plain(name), text);
  }
  const found = Object.entries(names).map(([piece, candidates]) => [
    piece,
    candidates.map((candidate) => texts.get(candidate)).find((text) => text !== undefined),
  ]);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

function variablesOf(entries: readonly Entry[]): Record<string, string> {
  const variables = entries.map(([name, value]) => [name.toLowerCase(), asText(value)] as const);
  return Object.fromEntries(
    variables.filter((entry): entry is readonly [string, string] => /^x:./.test(entry[0]) && entry[1] !== undefined),
  );
}

/** Empty values count as absent: OSS refuses `callback: ""`. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !NOTHING.includes(value) ? value : undefined;
}

/** `x_oss_credential`, `x-oss-credential` and `xOssCredential` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
