const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** `12:03:22`, where the browser is. @param iso ISO 8601 */
export function formatTime(iso: string): string {
  return time.format(new Date(iso));
}

/** The time, with the date where that is not the other's: `24 Nov 2026, 12:03:22`. @param iso ISO 8601, as the other */
export function formatMoment(iso: string, other: string): string {
  const [day, otherDay] = [iso, other].map((each) => date.format(new Date(each)));
  return day === otherDay ? formatTime(iso) : `${day}, ${formatTime(iso)}`;
}

/** `320 ms` or `4.1 s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
