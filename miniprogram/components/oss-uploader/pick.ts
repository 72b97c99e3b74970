import type { UploadError } from '../../services/oss-upload/index';
import { errorSentence, plural, type Words } from '../../words/index';
import type { Parts } from './parts';

/** Opens the picker for so many images, and says what is not new. @returns the first one that is */
export async function pickImages({ gallery, words, notice }: Parts, count: number): Promise<string | undefined> {
  const { added, duplicates } = await gallery.uploader.pick({ count });
  gallery.drop(duplicates.map(({ image }) => image.id));
  const stored = duplicates.filter(({ existing }) => existing.state.name === 'stored').length;
  const restarted = duplicates.length - stored;
  if (restarted > 0) notice.say(plural(words.restarted, restarted));
  if (stored > 0) notice.say(plural(words.duplicates, stored));
  return added[0]?.id;
}

/** Where a person can do something about an error of the picker, in the tap that follows. */
export type Way = 'openSetting' | 'openAppAuthorizeSetting' | 'openPrivacyContract';

const WAYS: Partial<Record<UploadError['code'], Way>> = {
  'scope-refused': 'openSetting',
  'permission-missing': 'openAppAuthorizeSetting',
  'privacy-refused': 'openPrivacyContract',
};

/** Opens the settings or the guide. WeChat allows it in a tap only, before anything else. */
export function takeWay(way: Way): void {
  (wx[way] as (options: object) => void)({}); // each takes options that may be empty
}

/** What to say of a failed pick, and the way out, where the client has it. */
export function pickFailure(error: UploadError, words: Words): { text: string; way: Way | ''; wayText: string } {
  const way = WAYS[error.code];
  // Added with 2.0.7, 2.25.3 and 2.32.3: https://developers.weixin.qq.com/miniprogram/dev/api/
  const isThere = way !== undefined && typeof Reflect.get(wx, way) === 'function';
  return {
    text: errorSentence(words, error),
    way: isThere ? way : '',
    wayText: way === 'openPrivacyContract' ? words.guide : words.settings,
  };
}
