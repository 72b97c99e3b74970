import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PublisherOptions } from '../../miniprogram/components/oss-uploader/publisher';
import { DOCUMENTS, ROOT } from './documents';

/** What the component passes to WeChat. */
interface Definition {
  properties: Record<string, unknown>;
  methods: Record<string, unknown>;
  externalClasses: string[];
}

const EVENTS: Readonly<Record<Parameters<PublisherOptions['trigger']>[0], true>> = {
  change: true,
  stored: true,
  failed: true,
  finished: true,
};

/** Of every component: https://developers.weixin.qq.com/miniprogram/dev/reference/wxml/ */
const COMMON_ATTRIBUTES = ['id', 'class', 'style', 'hidden', 'name'];

let definition: Definition;
const document = DOCUMENTS.find(({ file }) => file === 'docs/component.md');

beforeAll(async () => {
  Object.assign(globalThis, {
    Component: (given: Definition) => {
      definition = given;
    },
  });
  await import('../../miniprogram/components/oss-uploader/oss-uploader');
});

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The rows of the table below a heading, as the text of their cells. */
function table(heading: string): string[][] {
  const lines = document?.lines ?? [];
  const from = lines.indexOf(`## ${heading}`);
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  const rows = rest.slice(0, end < 0 ? undefined : end).filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

test('docs/component.md lists every property with its type and its default', () => {
  const documented = table('Properties').map(([name, type, value]) => [name, type, value]);
  const real = Object.entries(definition.properties).map(([name, property]) => [
    kebab(name),
    ...typeAndDefault(property as Property), // as WeChat wants properties
  ]);
  const inForms = ['name', 'String', ''];
  expect(documented.sort()).toEqual([...real, inForms].sort());
});

type Property = (() => unknown) | { type: () => unknown; value: unknown };

function typeAndDefault(property: Property): [type: string, value: string] {
  if (typeof property === 'function') return [property.name, property === Boolean ? 'false' : ''];
  const { type, value } = property;
  return [type.name, Array.isArray(value) ? '[]' : String(value)];
}

test('docs/component.md lists every event', () => {
  expect(table('Events').map(([name]) => name)).toEqual(Object.keys(EVENTS));
});

test('the methods in docs/component.md exist', () => {
  const named = document?.spans.flatMap((span) => /^(\w+)\(\)$/.exec(span)?.[1] ?? []) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => definition.methods[name] === undefined)).toEqual([]);
});

test('docs/component.md lists every CSS variable of the component', async () => {
  const folder = path.join(ROOT, 'miniprogram/components/oss-uploader');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.wxss'));
  const styles = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  const used = new Set(styles.join().match(/(?<=var\()--[\w-]+/g));
  const documented = document?.spans.filter((span) => span.startsWith('--')) ?? [];
  expect(documented.sort()).toEqual([...used].sort());
});

test('attributes of the component in WXML are its properties and events', () => {
  const tags = DOCUMENTS.flatMap(({ file, blocks }) =>
    blocks.flatMap(({ code }) =>
      [...code.matchAll(/<oss-uploader\s([^>]*)>/g)].map(([, attributes = '']) => ({ file, attributes })),
    ),
  );
  expect(tags.length).toBeGreaterThan(2);
  const known = [
    ...Object.keys(definition.properties).map(kebab),
    ...Object.keys(EVENTS).map((name) => `bind:${name}`),
    ...definition.externalClasses,
    ...COMMON_ATTRIBUTES,
  ];
  for (const { file, attributes } of tags) {
    const names = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, name]) => name);
    expect({ file, unknown: names.filter((name = '') => !known.includes(name)) }).toEqual({ file, unknown: [] });
  }
});
