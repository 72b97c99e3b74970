/** A start tag in WXML. Offsets count characters from the file's start. */
export interface WxmlTag {
  readonly name: string;
  /** Offset of the name. */
  readonly offset: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** The code between `<wxs>` and `</wxs>`; empty for other tags. */
  readonly script: { readonly text: string; readonly offset: number };
}

// Also matches comments and expressions, to skip each `<` in them that starts no tag.
const TOKEN = /<!--[\s\S]*?(?:-->|$)|\{\{[\s\S]*?\}\}|<([A-Za-z][\w.-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const ATTRIBUTE = /([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;

/** Finds the start tags of a WXML text, in order. The template compiler checks their nesting. */
export function findTags(wxml: string): WxmlTag[] {
  const tags: WxmlTag[] = [];
  const token = new RegExp(TOKEN);
  for (let match = token.exec(wxml); match !== null; match = token.exec(wxml)) {
    const [, name, attributes = ''] = match;
    if (name === undefined) continue;
    const start = token.lastIndex;
    const hasScript = name === 'wxs' && !attributes.endsWith('/');
    const end = hasScript ? wxml.indexOf('</wxs', start) : start;
    const script = { text: wxml.slice(start, end < 0 ? undefined : end), offset: start };
    token.lastIndex += script.text.length;
    tags.push({ name, offset: match.index + 1, attributes: readAttributes(attributes), script });
  }
  return tags;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, double ?? single ?? '']);
  return Object.fromEntries(pairs);
}
