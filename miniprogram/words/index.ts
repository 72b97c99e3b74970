import type { UploadError, UploadErrorCode } from '../services/oss-upload/index';
import { en } from './en';
import { formatSize } from './format-size';
import type { Words } from './words';
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

/** The sentence that a person is shown for an error. */
export function errorSentence(words: Words, { code, details: { limit } }: UploadError): string {
  if ((code === 'file-too-large' || code === 'file-too-small') && limit !== undefined) {
    return fill(words.errorsWithLimit[code], { limit: formatSize(limit) });
  }
  const sentences: Partial<Record<UploadErrorCode, string>> = words.errors;
  return sentences[code] ?? fill(words.ownerMustAct, { code });
}
