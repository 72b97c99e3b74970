const NAME = String.raw`(?:[\w-]|[^\x00-\x7f]|\\.)+`;

// Pieces of a selector, longest first: what must stay as it is, then what is rewritten.
const PIECE = new RegExp(
  [
    String.raw`\[[^\]]*\]`,
    String.raw`:(?:nth-[\w-]+|lang|dir)\([^)]*\)`,
    String.raw`:host\b`,
    String.raw`::?[\w-]+`,
    String.raw`\.(?<class>${NAME})`,
    `#(?<id>${NAME})`,
    `(?<tag>[A-Za-z]${NAME}|[A-Za-z])`,
  ].join('|'),
  'g',
);

/**
 * Rewrites a WXSS selector for the DOM that the preview builds: a tag `view` is the element `wx-view`, an id carries a prefix of its
 * component, and a class in a component of its own style carries the component's scope.
 */
export function rewriteSelector(selector: string, scope: string | undefined): string {
  return selector.replace(PIECE, (piece: string, ...rest: unknown[]) => {
    // With named groups in the pattern, the replacer's last argument is the object of these groups.
    const groups = rest.at(-1) as { class?: string; id?: string; tag?: string };
    if (piece === ':host') return scope === undefined ? 'wx-page' : `[wx-host="${scope}"]`;
    if (groups.tag !== undefined) return `wx-${groups.tag}`;
    if (groups.id !== undefined) return `[id$="--${groups.id}"]`;
    if (groups.class !== undefined) return scope === undefined ? piece : `.${scope}--${groups.class}`;
    return piece;
  });
}
