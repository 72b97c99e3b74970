import { UploadError, type UploadErrorCode } from '../../../miniprogram/services/oss-upload/index';
import { errorSentence, wordsFor } from '../../../miniprogram/words/index';
import { wrap } from '../wrap';
import { en } from './en';
import { FRAMES, type Frame, type Language } from './frame';
import { type ErrorGuide, type ErrorOrigin, ORIGINS } from './guide';
import { zh } from './zh';

const GUIDES: Readonly<Record<Language, ErrorGuide>> = { en, zh };

/** docs/errors.md, or docs/errors.zh-CN.md: every code, what it means, what users see and what to do. */
export function renderErrors(language: Language): string {
  const frame = FRAMES[language];
  const origins = Object.keys(frame.origins) as ErrorOrigin[]; // keys of an object of that type
  const sections = origins.map((origin) => {
    const codes = (Object.keys(ORIGINS) as UploadErrorCode[]).filter((code) => ORIGINS[code] === origin); // likewise
    return [`## ${frame.origins[origin]}`, ...codes.map((code) => renderCode(code, frame, GUIDES[language]))].join(
      '\n\n',
    );
  });
  return `${[`# ${frame.title}`, ...frame.introduction.map((text) => wrap(text)), ...sections].join('\n\n')}\n`;
}

function renderCode(code: UploadErrorCode, frame: Frame, guide: ErrorGuide): string {
  const error = new UploadError(code, '');
  const { means, todo } = guide[code];
  const sentences = frame.languages.map((language) => errorSentence(wordsFor(language), error));
  return [
    `### \`${code}\``,
    wrap(means),
    [
      wrap(`- ${frame.people}${sentences.join(' / ')}`, '  '),
      wrap(`- ${frame.todo}${todo}`, '  '),
      `- ${frame.remedy}\`${error.remedy}\``,
    ].join('\n'),
  ].join('\n\n');
}
