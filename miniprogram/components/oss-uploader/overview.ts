import type { QueueStatus, UploadErrorCode } from '../../services/oss-upload/index';
import { formatSize } from '../../words/format-size';
import { errorSentence, fill, plural, shortReason, type Words } from '../../words/index';
import type { Speed } from './speed';
import { canRetryTogether, type Item, isActive, isStored } from './tile';

/** The head: how far all uploads are. */
export interface Head {
  title: string;
  sent: string;
  speed: string;
  left: string;
  /** 0 to 1, in hundredths. */
  done: number;
  /** What the button does. */
  button: 'pause' | 'resume' | 'copy' | '';
}

/** Why images were not uploaded: one banner for each cause. */
export interface Banner {
  cause: UploadErrorCode | 'cancelled' | 'at-risk';
  text: string;
  /** The first image that it is about; empty for all. */
  id: string;
  canRetry: boolean;
}

/** @param items those that are listed: none that was removed; likewise below */
export function headOf(items: readonly Item[], { paused, online }: QueueStatus, speed: Speed, words: Words): Head {
  const stored = items.filter(isStored).length;
  const counts = { stored, all: items.length };
  const isBusy = items.some(isActive);
  const total = items.reduce((sum, { upload }) => sum + upload.image.size, 0);
  const sent = items.reduce((sum, item) => sum + sentOf(item), 0);
  const isRunning = isBusy && !paused && online;
  const seconds = isRunning ? speed.secondsLeft(total - sent) : undefined;
  const bytesPerSecond = isRunning ? speed.current() : undefined;
  const size = total > 0 ? formatSize(total) : '';
  return {
    title: titleOf(counts, isBusy, paused, online, words),
    sent: isBusy && size ? fill(words.sent, { sent: formatSize(sent), total: size }) : size,
    speed: bytesPerSecond === undefined ? '' : fill(words.speed, { size: formatSize(bytesPerSecond) }),
    left: seconds === undefined ? '' : fill(words.left, { time: timeOf(seconds, words) }),
    done: total > 0 ? Math.floor((sent / total) * 100) / 100 : Number(stored === items.length),
    button: isBusy ? (paused ? 'resume' : 'pause') : items.some(hasAddress) ? 'copy' : '',
  };
}

/** False for a private bucket, too: its objects have no address that anyone could open. */
function hasAddress({ upload: { state } }: Item): boolean {
  return state.name === 'stored' && state.object.url !== undefined;
}

function titleOf(
  counts: { stored: number; all: number },
  isBusy: boolean,
  paused: boolean,
  online: boolean,
  words: Words,
): string {
  if (counts.all === 0) return '';
  if (isBusy) return fill(paused ? words.paused : online ? words.uploading : words.offline, counts);
  return counts.stored === counts.all ? plural(words.allStored, counts.all) : fill(words.partly, counts);
}

/** How many bytes of an image have left. */
export function sentOf({ upload: { image, state } }: Item): number {
  if (state.name === 'stored' || state.name === 'processing') return image.size;
  return state.name === 'uploading' ? (image.size * state.percent) / 100 : 0;
}

function timeOf(seconds: number, words: Words): string {
  if (seconds < 60) return fill(words.seconds, { count: seconds });
  return fill(words.minutes, { count: Math.ceil(seconds / 60) });
}

export function bannersOf(items: readonly Item[], words: Words): Banner[] {
  const byCause = new Map<Banner['cause'], [Item, ...Item[]]>();
  for (const item of items) {
    const cause = causeOf(item);
    if (!cause) continue;
    const found = byCause.get(cause);
    if (found) found.push(item);
    else byCause.set(cause, [item]);
  }
  return [...byCause].map(([cause, found]) => ({
    cause,
    text: textOf(cause, found, words),
    id: cause === 'at-risk' ? '' : found[0].upload.image.id,
    canRetry: found.some(canRetryTogether),
  }));
}

/** Why images are retried, where a person can do something about it meanwhile. */
const WORTH_SAYING: readonly UploadErrorCode[] = [
  'not-from-backend',
  'not-from-oss',
  'certificate',
  'domain-not-listed',
];

function causeOf({ upload: { image, state } }: Item): Banner['cause'] | undefined {
  if (state.name === 'failed') return state.error.code;
  if (state.name === 'cancelled') return 'cancelled';
  if (state.name === 'waiting' && state.error && WORTH_SAYING.includes(state.error.code)) return state.error.code;
  return image.atRisk && state.name !== 'stored' ? 'at-risk' : undefined;
}

function textOf(cause: Banner['cause'], found: readonly [Item, ...Item[]], words: Words): string {
  if (cause === 'at-risk') return words.atRisk;
  if (cause === 'cancelled') return plural(words.cancelled, found.length);
  const [first] = found;
  const { number, upload } = first;
  const { image, state } = upload;
  if (!('error' in state) || !state.error) return '';
  const reason = errorSentence(words, state.error);
  if (state.name === 'waiting') return reason;
  if (found.length > 1 || image.size === 0) return plural(words.failed, found.length, { reason });
  return fill(words.failedOne, { name: fill(words.image, { number }), size: formatSize(image.size), reason });
}

/** What screen readers hear of an image that failed. */
export function failureOf({ number, upload: { state } }: Item, words: Words): string {
  if (state.name !== 'failed') return '';
  return fill(words.image, { number }) + words.comma + shortReason(words, state.error);
}
