import type { FieldCondition, KeyRule } from '../../miniprogram/services/oss-upload/inspect';
import { printable } from '../cli/printable';
import type { PolicySummary } from './policy-summary';
import type { CheckName, Finding, Report, Step } from './report';

const TITLES: Readonly<Record<CheckName, string>> = {
  policy: 'Signed policy',
  https: 'https and certificates',
  clock: "The backend's clock",
  expiry: 'Lifetime of the policy',
  cors: 'CORS, for browsers',
  'form-limit': 'What else a hostile client may ask of OSS',
  upload: 'Upload',
  'read-back': 'Reading it back',
  'key-limit': 'Where a hostile client may store',
  'size-limit': 'How much a hostile client may store',
  'type-limit': 'What a hostile client may store',
};

/** One step, several lines, each with its line break. */
export function renderStep({ check, understood, findings }: Step): string {
  const facts = understood === undefined ? [] : understoodLines(understood);
  return lines([TITLES[check], ...findings.flatMap(findingLines), ...facts]);
}

/** What comes after the last step. */
export function renderConclusion({ uploadWorks, leftBehind, domains }: Report): string {
  const calls = domains.map(
    ({ call, origin, obstacle }) => `  ${call.padEnd(14)}${origin}${obstacle === undefined ? '' : `   (${obstacle})`}`,
  );
  return lines([
    '',
    uploadWorks ? 'Uploads work.' : 'Uploads do not work: see what failed.',
    ...(leftBehind.length === 0 ? [] : [`Left in the bucket: ${leftBehind.join(', ')}`]),
    '',
    "For WeChat's console (开发管理 → 开发设置 → 服务器域名; downloadFile only where pictures are fetched by that call):",
    ...calls,
  ]);
}

function findingLines(finding: Finding): string[] {
  const label = `  ${finding.status.padEnd(10)}`;
  switch (finding.status) {
    case 'ok':
      return [`${label}${finding.message}`];
    case 'skipped':
      return [`${label}${finding.reason}`];
    case 'warning':
    case 'failed':
      return [`${label}${finding.problem}`, `${' '.repeat(label.length)}${finding.advice}`];
  }
}

function understoodLines(summary: PolicySummary): string[] {
  const { signatureVersion, region, securityToken, size, contentTypes, settings } = summary;
  const facts = {
    signature: [signatureVersion.toUpperCase(), region, securityToken ? 'with STS token' : undefined],
    host: [summary.host],
    'object key': [keyText(summary.key)],
    'file size': [size === undefined ? 'any' : `${size.min} to ${size.max} bytes`],
    'content type': contentTypes.length === 0 ? ['any'] : contentTypes.map(conditionText),
    expires: [summary.expires ?? 'not said'],
    callback: [summary.callback ? 'yes' : 'no'],
    'for config.ts': settings.length === 0 ? ['only the address'] : settings,
  };
  return Object.entries(facts).map(([name, texts]) => {
    return `            ${name.padEnd(15)}${texts.filter((text) => text !== undefined).join(', ')}`;
  });
}

function keyText(rule: KeyRule): string {
  if (rule.mode === 'exact') return `exactly ${rule.key}`;
  return rule.prefix === '' ? 'any' : `begins with ${rule.prefix}`;
}

function conditionText(condition: FieldCondition): string {
  switch (condition.mode) {
    case 'eq':
      return condition.value;
    case 'starts-with':
      return condition.value === '' ? 'any' : `begins with ${condition.value}`;
    case 'in':
      return condition.values.join(', ');
    case 'not-in':
      return `none of ${condition.values.join(', ')}`;
  }
}

/** What servers say is quoted, so none of it reaches the terminal as it is. */
function lines(texts: readonly string[]): string {
  return texts.map((text) => `${printable(text)}\n`).join('');
}
