const UNITS = ['B', 'KB', 'MB', 'GB'];

/** A size in bytes for people, in steps of 1024: `512 B`, `1.5 MB`, `20 MB`. */
export function formatSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** step;
  const digits = value < 10 && step > 0 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[step]}`;
}
