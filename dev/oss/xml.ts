/** Text content of one element, by element name, in order. */
export type XmlElements = Readonly<Record<string, string>>;

/** Writes a document with one level of elements, the only kind that OSS answers an upload with. */
export function xmlDocument(root: string, elements: XmlElements): string {
  const lines = Object.entries(elements).map(([name, text]) => `  <${name}>${escapeXml(text)}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${lines.join('')}</${root}>\n`;
}

function escapeXml(text: string): string {
  return (
    text
      // XML 1.0 has no way to write these, not even as a reference: https://www.w3.org/TR/xml/#charsets
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&apos;')
  );
}
