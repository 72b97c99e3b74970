import { TmplGroup } from 'glass-easel-template-compiler';
import { BUILT_IN_TAGS, TEMPLATE_TAGS } from '../built-in-tags';
import type { CodeUnit, Handler } from '../mini-program';
import { handlersOf } from './handlers';
import { positionAt, type Report } from './problem';
import { resolveReference, type SourceTree } from './source-tree';
import { findNestingMistake } from './wxml-nesting';
import { findTags, type WxmlTag } from './wxml-tags';
import { checkWxs, collectScripts } from './wxs';

/** The error that TmplGroup.addTmpl returns, which its typings omit. Positions are 0-based. */
interface TemplateMistake {
  readonly level: 'Note' | 'Warn' | 'Error' | 'Fatal';
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

/** The templates of a mini-program. */
export interface Templates {
  /** A JavaScript expression that maps paths to templates. */
  readonly script: string;
  /** The event handlers that each page and component names, its imports included, by path. */
  readonly handlers: ReadonlyMap<string, readonly Handler[]>;
}

/** Compiles the WXML of all units and its imports. */
export async function compileTemplates(
  tree: SourceTree,
  units: readonly Pick<CodeUnit, 'path' | 'usingComponents' | 'componentGenerics'>[],
  report: Report,
): Promise<Templates> {
  const templates = new Map<string, string>();
  const scripts = new Map<string, string>();
  const handlers = new Map<string, Handler[]>();

  /** `ancestors` is the import chain, since imports may be circular. */
  const collect = async (
    file: string,
    unit: string,
    tags: ReadonlySet<string>,
    ancestors: readonly string[],
  ): Promise<void> => {
    const text = await tree.read(file);
    templates.set(file, text);
    for (const tag of findTags(text)) {
      handlers.set(unit, [...(handlers.get(unit) ?? []), ...handlersOf(tag, file, text)]);
      const place = { file, ...positionAt(text, tag.offset) };
      if (!tags.has(tag.name)) {
        report({ ...place, message: `unknown tag <${tag.name}>: neither built in nor in "usingComponents"` });
      }
      if (tag.name === 'wxs' && tag.script.text.trim() !== '') {
        await checkWxs(file, text, tag.script.text, tag.script.offset, report);
      }
      const source = referencedFile(tag);
      if (source === undefined) continue;
      const target = resolveReference(tag.name === 'wxs' ? source : withExtension(source), file);
      if (target === undefined || !tree.has(target)) {
        report({ ...place, message: `<${tag.name} src="${source}"> names a file that is missing` });
      } else if (tag.name === 'wxs') {
        await collectScripts(tree, target, scripts, report);
      } else if (target !== file && !ancestors.includes(target)) {
        await collect(target, unit, tags, [...ancestors, file]);
      }
    }
  };

  for (const unit of units) {
    const own = [...Object.keys(unit.usingComponents), ...Object.keys(unit.componentGenerics)];
    await collect(`${unit.path}.wxml`, unit.path, new Set([...BUILT_IN_TAGS, ...TEMPLATE_TAGS, ...own]), []);
  }
  return { script: compile(templates, scripts, report), handlers };
}

/** Returns the file that a tag imports, includes or loads. */
function referencedFile({ name, attributes }: WxmlTag): string | undefined {
  return name === 'wxs' || name === 'import' || name === 'include' ? attributes['src'] : undefined;
}

/** Adds the extension, which imports in WXML may omit. */
function withExtension(file: string): string {
  return file.endsWith('.wxml') ? file : `${file}.wxml`;
}

function compile(templates: ReadonlyMap<string, string>, scripts: ReadonlyMap<string, string>, report: Report): string {
  const group = new TmplGroup();
  try {
    addTemplates(group, templates, report);
    for (const [file, text] of scripts) group.addScript(file.replace(/\.wxs$/, ''), text);
    return group.getTmplGenObjectGroups();
  } finally {
    group.free();
  }
}

/** Reports the mistakes in WXML that the template compiler sees: its nesting and its expressions. */
export function checkTemplates(templates: ReadonlyMap<string, string>, report: Report): void {
  const group = new TmplGroup();
  try {
    addTemplates(group, templates, report);
  } finally {
    group.free();
  }
}

function addTemplates(group: TmplGroup, templates: ReadonlyMap<string, string>, report: Report): void {
  for (const [file, text] of templates) {
    const mistakes: readonly TemplateMistake[] = group.addTmpl(file.replace(/\.wxml$/, ''), text);
    reportMistakes(
      file,
      text,
      mistakes.filter(({ level }) => level !== 'Note'),
      report,
    );
  }
}

/** What follows from a tag that is not closed: the compiler says it of each tag around it, and of each that it is in the way of. */
const NESTING = /^(missing|invalid) end tag$|^child nodes are not allowed/;

/** What keeps the compiler from seeing tags where they are. */
const HIDES_TAGS = /^(missing expression end|invalid attribute name)/;

/** Reports each mistake, but of all that one unclosed tag leads to, the tag alone. */
function reportMistakes(file: string, text: string, mistakes: readonly TemplateMistake[], report: Report): void {
  const others = mistakes.filter(({ message }) => !NESTING.test(message));
  const unclosed = others.length < mistakes.length ? findNestingMistake(text) : undefined;
  for (const { message, startLine, startColumn } of unclosed === undefined ? mistakes : others) {
    report({ file, line: startLine + 1, column: startColumn + 1, message });
  }
  if (unclosed === undefined || others.some(({ message }) => HIDES_TAGS.test(message))) return;
  report({ file, ...positionAt(text, unclosed.offset), message: unclosed.message });
}
