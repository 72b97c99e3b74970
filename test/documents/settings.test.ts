import { readServerSettings } from '../../server/settings';
import { DOCUMENTS } from './documents';

/** The settings that the server reads, given these. */
function settingsRead(given: Readonly<Record<string, string>>): string[] {
  const read = new Set<string>();
  const environment = new Proxy(given, {
    get: (target, name) => {
      read.add(String(name));
      return Reflect.get(target, name);
    },
  });
  try {
    readServerSettings(environment);
  } catch {
    // Most settings are missing: only their names count.
  }
  return [...read];
}

const SITUATIONS = [
  {},
  { AUTH: 'wechat' },
  { AUTH: 'custom' },
  { AUTH: 'none' },
  { OSS_CREDENTIALS: 'chain' },
  { OSS_CALLBACK_URL: 'https://upload.example.com/oss_callback' },
];

test('docs/settings.md lists every setting that the server reads, and no other', () => {
  const { lines = [] } = DOCUMENTS.find(({ file }) => file === 'docs/settings.md') ?? {};
  const table = lines.slice(0, lines.indexOf('## During development')).filter((line) => line.startsWith('| `'));
  const documented = table.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  const read = new Set(SITUATIONS.flatMap(settingsRead).filter((name) => /^[A-Z_]+$/.test(name)));
  expect(documented.sort()).toEqual([...read].sort());
});
