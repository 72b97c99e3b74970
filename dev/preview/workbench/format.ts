const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** `12:03:22`, where the browser is. @param iso ISO 8601 */
export function formatTime(iso: string): string {
  return time.format(new Date(iso));
}

/** `184 KB`: thousands, as phones count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `320 ms` or `4.1 s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
