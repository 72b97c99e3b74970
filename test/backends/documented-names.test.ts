import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GENERAL, SPECIFIC } from '../../miniprogram/services/oss-upload/policy/backend-answer';

/** The table of names in docs/backend-contract.md, by the first cell of its rows. */
const DOCUMENT = readFileSync(path.join(__dirname, '../../docs/backend-contract.md'), 'utf8');

const PIECES = {
  policy: 'policy, in base64',
  signature: 'signature',
  version: 'version',
  credential: 'credential',
  date: 'signing date',
  accessKeyId: 'access key id',
  securityToken: 'STS token',
  host: 'bucket URL',
  endpoint: 'endpoint',
  bucket: 'bucket name',
  dir: 'key prefix',
  key: 'object key',
  expire: 'expiration',
  callback: 'callback, JSON in base64',
} as const satisfies Record<keyof typeof SPECIFIC | keyof typeof GENERAL, string>;

test.each(Object.entries(PIECES))(
  'the document lists every name of %s that is understood, and no other',
  (piece, row) => {
    const documented = DOCUMENT.split('\n')
      .filter((line) => line.startsWith(`| ${row} |`))
      .map((line) => line.replace('; also inside `object`', ''))
      .flatMap((line) => [...(line.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => plain(name)));
    const tables: Record<string, readonly string[]>[] = [SPECIFIC, GENERAL];
    expect(documented.sort()).toEqual(tables.flatMap((table) => table[piece] ?? []).sort());
  },
);

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
