import type { Report } from './report';

/** What a terminal takes for more than text, and JSON does not escape by itself. */
const RAW = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** The report as one JSON document, with its line break. What servers say in it is escaped. */
export function renderJson(report: Report): string {
  const json = JSON.stringify(report, null, 2);
  return `${json.replace(RAW, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
