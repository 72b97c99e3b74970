import type { Report } from './report';

/** The report as one JSON document, with its line break. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
