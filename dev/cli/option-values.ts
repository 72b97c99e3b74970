import path from 'node:path';

/** A port as it stands on the command line; 0 is any free one. @throws Error that names the option */
export function readPort(option: string, text: string): number {
  return readWholeNumber(option, text, 0, 65_535);
}

/** @throws Error that names the option and the range */
export function readWholeNumber(option: string, text: string, min: number, max: number): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new Error(`Expected --${option} to be a whole number from ${min} to ${max}, got "${text}".`);
}

/** The address that a server listens on. @throws Error for what is neither an IP address nor a host name, such as a URL */
export function readListenHost(text: string): string {
  // An empty one would make Node listen on every address.
  if (/^[\w.:%-]+$/.test(text)) return text;
  throw new Error(`Expected --host to be an IP address or a host name, got "${text}".`);
}

/** The absolute path of a folder. @throws Error where it is empty, which would be the working directory */
export function readFolder(option: string, text: string): string {
  if (text !== '') return path.resolve(text);
  throw new Error(`Expected --${option} to be a folder, got "".`);
}
