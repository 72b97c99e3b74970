import type { UploadError, UploadErrorCode } from '../services/oss-upload/index';
import { en } from './en';
import { formatSize } from './format-size';
import type { Plural, Words } from './words';
import { zh } from './zh';

export type { Words } from './words';

/** The words for a language of WeChat's: Chinese for any Chinese, English for all else. */
export function wordsFor(language: string): Words {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}

/** `fill('{stored} of {all}', { stored: 1, all: 2 })` is `1 of 2`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form for so many, filled in with `{count}` and more. */
export function plural(
  { one, other }: Plural,
  count: number,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(count === 1 ? one : other, { count, ...values });
}

/** The sentence that a person is shown for an error. */
export function errorSentence(words: Words, { code, details: { limit } }: UploadError): string {
  if ((code === 'file-too-large' || code === 'file-too-small') && limit !== undefined) {
    return fill(words.errorsWithLimit[code], { limit: formatSize(limit) });
  }
  const sentences: Partial<Record<UploadErrorCode, string>> = words.errors;
  return sentences[code] ?? fill(words.ownerMustAct, { code });
}

/** What a tile says of an error, in a word or two. */
export function shortReason(words: Words, { code }: UploadError): string {
  return words.short[code] ?? words.short.other;
}
