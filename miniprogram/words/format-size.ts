const UNITS = ['B', 'KB', 'MB', 'GB'];

/** A size in bytes for people, in steps of 1024: `512 B`, `1.5 MB`, `20 MB`. */
export function formatSize(bytes: number): string {
  let [value, step] = [bytes, 0];
  while (Math.round(value) >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  const digits = value < 10 && step > 0 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[step]}`;
}
