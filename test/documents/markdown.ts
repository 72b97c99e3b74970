import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Heading {
  level: number;
  title: string;
  /** As GitHub makes it of the title: the part of a link after `#`. */
  anchor: string;
}

/** A fenced block of code. */
export interface Block {
  /** Of its first line of code, from 1. */
  line: number;
  language: string;
  code: string;
  /** What the comment `<!-- given: … -->` before the block declares for it: code that a reader has anyway. */
  given: string;
}

export interface Document {
  /** Its path from the root of the repository, with slashes. */
  file: string;
  lines: readonly string[];
  headings: readonly Heading[];
  /** Targets of links and pictures, outside of code. */
  links: readonly string[];
  /** Code within lines, outside of blocks. */
  spans: readonly string[];
  blocks: readonly Block[];
}

/** Reads what is checked of a Markdown file. */
export function readDocument(root: string, file: string): Document {
  return parse(file, readFileSync(path.join(root, file), 'utf8'));
}

export function parse(file: string, text: string): Document {
  const lines = text.split(/\r?\n/);
  const { blocks, prose } = splitBlocks(file, lines);
  const plain = prose.replace(/`+([^`]|`(?!`))*?`+/g, '');
  return {
    file,
    lines,
    blocks,
    headings: headingsOf(prose),
    spans: [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' ')),
    links: [...plain.matchAll(/\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? ''),
  };
}

function splitBlocks(file: string, lines: readonly string[]): { blocks: Block[]; prose: string } {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { fence: string; block: Block } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, fence, language] = /^\s*(```+)\s*(\S*)/.exec(line) ?? [];
    if (open !== undefined) {
      if (fence === open.fence && language === '') open = undefined;
      else open.block.code += `${line}\n`;
    } else if (fence !== undefined) {
      const [, given = ''] = /^<!-- given: (.*) -->$/.exec(lines[index - 1] ?? '') ?? [];
      open = { fence, block: { line: index + 2, language: language ?? '', code: '', given } };
      blocks.push(open.block);
    } else prose.push(line);
  }
  if (open !== undefined) throw new Error(`Expected the block at ${file}:${open.block.line} to end, got no fence.`);
  return { blocks, prose: prose.join('\n') };
}

function headingsOf(prose: string): Heading[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', title = '']) => {
    const anchor = anchorOf(title);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return { level: marks.length, title, anchor: before === 0 ? anchor : `${anchor}-${before}` };
  });
}

/** https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
