import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { wrap } from '../wrap';
import { declarationOf } from './declaration';
import { EXTENDED, SECTIONS } from './sections';

const SERVICE = path.join(__dirname, '../../../miniprogram/services/oss-upload');

const INTRODUCTION = [
  'The public face of the upload service, as its sources declare it: `wechat-oss-upload` from npm, or `index.ts` of [miniprogram/services/oss-upload](../miniprogram/services/oss-upload). How it behaves is in [service.md](service.md).',
  'This page is written by `npm run docs`.',
];

/** docs/api.md: every export of the service, with its declaration. */
export async function renderApi(): Promise<string> {
  const exported = exportsOf(await readFile(path.join(SERVICE, 'index.ts'), 'utf8'));
  const places = { ...exported, ...EXTENDED };
  checkSections(Object.keys(places));
  const parts = ['# API', ...INTRODUCTION.map((text) => wrap(text))];
  for (const { title, introduction, names } of SECTIONS) {
    parts.push(`## ${title}`, wrap(introduction));
    for (const name of names) {
      const source = await readFile(path.join(SERVICE, `${places[name]}.ts`), 'utf8');
      parts.push(`### \`${name}\``, `\`\`\`ts\n${declarationOf(source, name)}\n\`\`\``);
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** The exported names, and the module of each. */
function exportsOf(index: string): Record<string, string> {
  const statements = [...index.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)];
  return Object.fromEntries(
    statements.flatMap(([, names = '', from = '']) =>
      names
        .split(',')
        .map((name) => name.replace('type ', '').trim())
        .filter((name) => name !== '')
        .map((name) => [name, from]),
    ),
  );
}

function checkSections(names: readonly string[]): void {
  const listed = SECTIONS.flatMap((section) => section.names);
  const wrong = [...names.filter((name) => !listed.includes(name)), ...listed.filter((name) => !names.includes(name))];
  if (wrong.length > 0) throw new Error(`Expected sections.ts to list what is exported, got a difference: ${wrong}.`);
}
