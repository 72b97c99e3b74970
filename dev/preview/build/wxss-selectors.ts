const NAME = String.raw`(?:[\w-]|[^\x00-\x7f]|\\.)+`;

// Parts of a selector, longest first: those to keep unchanged, then those to rewrite.
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
 * Rewrites a WXSS selector for the preview's DOM: the tag `view` becomes `wx-view`, an id gets its component's prefix, and a class of
 * a component with isolated styles gets the component's scope.
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
