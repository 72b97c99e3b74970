const WIDTH = 120;

/** Characters that take two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** What no line break may divide: code, links and single characters. */
const ATOMS = /`[^`]*`|\[[^\]]*\]\([^)]*\)|./gsu;

/** How many columns a text takes in an editor. */
export function columnsOf(text: string): number {
  return [...text].reduce((columns, character) => columns + (WIDE.test(character) ? 2 : 1), 0);
}

/**
 * Breaks a paragraph of Markdown into lines of 120 columns, at blanks and after Chinese punctuation.
 * @param indent of every line but the first
 */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (line.trim() !== '' && columnsOf((line + piece).trimEnd()) > WIDTH) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].join('\n');
}

/** The parts between which a line may break. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const [atom] of text.matchAll(ATOMS)) {
    piece += atom;
    if (!/^[\s，。；：！？、]$/u.test(atom)) continue;
    pieces.push(piece);
    piece = '';
  }
  return [...pieces, piece];
}
