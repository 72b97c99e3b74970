/**
 * The declaration of a name, cut out of the TypeScript that exports it, with its doc comment: of a function its signature, of a
 * class its fields.
 * @throws Error where the source does not declare it
 */
export function declarationOf(source: string, name: string): string {
  const match = new RegExp(`^export (interface|type|class|function) ${name}\\b`, 'm').exec(source);
  if (match === null) throw new Error(`Expected a declaration of ${name}, got none.`);
  const kind = match[1];
  const text = source.slice(match.index);
  const code = withoutComments(text);
  const end = kind === 'type' ? endOf(code, ';') : endOf(code, '}');
  const declaration = text.slice(0, end);
  const shown =
    kind === 'function' ? signatureOf(declaration) : kind === 'class' ? fieldsOf(declaration, code) : declaration;
  return docComment(source.slice(0, match.index)) + shown;
}

/** The same length, with blanks for comments: what is in them does not count. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

/** Where the first of these stands that is in no brackets, or closes the outermost ones. */
function endOf(code: string, last: ';' | '}'): number {
  let depth = 0;
  for (const [index, character] of [...code].entries()) {
    if ('{(['.includes(character)) depth++;
    if ('})]'.includes(character)) depth--;
    if (depth === 0 && character === last) return index + 1;
  }
  throw new Error(`Expected a declaration that ends with "${last}", got ${code.slice(0, 80)}`);
}

function signatureOf(declaration: string): string {
  return `${declaration.replace(/ \{\n[\s\S]*$/, '')};`;
}

/** Nobody else makes instances. */
function fieldsOf(declaration: string, code: string): string {
  return `${declaration.slice(0, code.indexOf('constructor(')).trimEnd()}\n}`;
}

/** The doc comment that ends the text, if there is one. */
function docComment(before: string): string {
  const [comment = ''] = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(before) ?? [];
  return comment;
}
