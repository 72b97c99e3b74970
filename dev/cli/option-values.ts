import path from 'node:path';

/** Parses a port; 0 means any free one. @throws Error that names the option */
export function readPort(option: string, text: string): number {
  return readWholeNumber(option, text, 0, 65_535);
}

/** Parses an integer. @throws Error that names the option and the range */
export function readWholeNumber(option: string, text: string, min: number, max: number): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new Error(`Expected --${option} to be a whole number from ${min} to ${max}, got "${text}".`);
}

/** Parses an address to listen on. @throws Error if it is neither an IP address nor a host name, such as a URL */
export function readListenHost(text: string): string {
  // With an empty host Node would listen on all interfaces.
  if (/^[\w.:%-]+$/.test(text)) return text;
  throw new Error(`Expected --host to be an IP address or a host name, got "${text}".`);
}

/** Resolves a folder to its absolute path. @throws Error if it is empty, which would mean the working directory */
export function readFolder(option: string, text: string): string {
  if (text !== '') return path.resolve(text);
  throw new Error(`Expected --${option} to be a folder, got "".`);
}
