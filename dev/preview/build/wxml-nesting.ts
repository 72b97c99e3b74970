/** A tag without its counterpart. Offsets count characters from the file's start, and point at the name. */
export interface NestingMistake {
  readonly offset: number;
  readonly message: string;
}

interface OpenTag {
  readonly name: string;
  readonly offset: number;
}

// Comments and expressions first, whose `<` start no tag; then end tags, then start tags.
const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|\{\{[\s\S]*?\}\}|<\/([A-Za-z][\w.-]*)\s*>|<([A-Za-z][\w.-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;

/**
 * Finds the first tag that is not closed, or that closes nothing. A template compiler notices such a tag late, and often at each
 * tag after it.
 */
export function findNestingMistake(wxml: string): NestingMistake | undefined {
  const open: OpenTag[] = [];
  const token = new RegExp(TOKEN);
  for (let match = token.exec(wxml); match !== null; match = token.exec(wxml)) {
    const [, endName, startName, attributes = ''] = match;
    if (startName !== undefined) {
      if (attributes.endsWith('/')) continue;
      open.push({ name: startName, offset: match.index + 1 });
      if (startName === 'wxs') token.lastIndex = endOfScript(wxml, token.lastIndex);
    } else if (endName !== undefined) {
      const last = open.pop();
      if (last?.name === endName) continue;
      return mismatch(endName, match.index + 2, last, open, wxml);
    }
  }
  const last = open.at(-1);
  return last && { offset: last.offset, message: `<${last.name}> is not closed: the file ends before </${last.name}>` };
}

/** @param last the innermost open tag, and `outer` those around it */
function mismatch(
  name: string,
  offset: number,
  last: OpenTag | undefined,
  outer: readonly OpenTag[],
  wxml: string,
): NestingMistake {
  const isOpen = outer.some((tag) => tag.name === name);
  if (last === undefined || !isOpen) return { offset, message: `</${name}> closes nothing: no <${name}> is open here` };
  const line = wxml.slice(0, offset).split('\n').length;
  return {
    offset: last.offset,
    message: `<${last.name}> is not closed: </${name}> in line ${line} comes before </${last.name}>`,
  };
}

function endOfScript(wxml: string, start: number): number {
  const end = wxml.indexOf('</wxs', start);
  return end < 0 ? wxml.length : end;
}
