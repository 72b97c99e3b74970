import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

/** Files that a mini-program's package may hold for its pages to show. Sources are not among them. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/** A picture of the mini-program by its URL path inside it; undefined when there is none or when it is no picture. */
export async function readAsset(root: string, urlPath: string): Promise<{ type: string; body: Buffer } | undefined> {
  const type = TYPES[path.extname(urlPath).toLowerCase()];
  if (type === undefined || urlPath.includes('\0')) return undefined;
  try {
    const base = await realpath(root);
    // The real path, so that neither `..` nor a symbolic link leads out of the mini-program.
    const file = await realpath(path.join(base, urlPath));
    return file.startsWith(base + path.sep) ? { type, body: await readFile(file) } : undefined;
  } catch {
    return undefined; // Answered with 404.
  }
}
