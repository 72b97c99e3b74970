import type { FieldCondition, KeyRule } from '../../miniprogram/services/oss-upload/inspect';
import type { Domain } from './domains';
import type { PolicySummary } from './policy-summary';
import type { Finding, Step } from './report';

/** Puts `***` in the place of each secret in a text. */
export type Mask = (text: string) => string;

/**
 * Masks texts whole, however short, in any case and as they stand in a URL. For what a person gave the doctor: a server may put it
 * anywhere.
 */
export function maskOf(secrets: readonly string[]): Mask {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).filter((text) => text !== '');
  if (spellings.length === 0) return (text) => text;
  // The longest first, so that nothing of it is left beside a shorter one.
  const alternatives = spellings.sort((a, b) => b.length - a.length).map(escapeRegExp);
  const pattern = new RegExp(alternatives.join('|'), 'gi');
  return (text) => text.replace(pattern, '***');
}

/** The step with everything masked that came from servers. */
export function maskedStep(step: Step, mask: Mask): Step {
  const { understood, findings, stored } = step;
  return {
    ...step,
    ...(understood === undefined ? {} : { understood: maskedSummary(understood, mask) }),
    findings: findings.map((finding) => maskedFinding(finding, mask)),
    ...(stored === undefined ? {} : { stored: stored.map(mask) }),
  };
}

/** The domains with everything masked that came from the policy. */
export function maskedDomains(domains: readonly Domain[], mask: Mask): Domain[] {
  return domains.map((domain) => (domain.call === 'request' ? domain : { ...domain, origin: mask(domain.origin) }));
}

function maskedFinding(finding: Finding, mask: Mask): Finding {
  switch (finding.status) {
    case 'ok':
      return { ...finding, message: mask(finding.message) };
    case 'skipped':
      return { ...finding, reason: mask(finding.reason) };
    case 'warning':
    case 'failed':
      return { ...finding, problem: mask(finding.problem), advice: mask(finding.advice) };
  }
}

function maskedSummary(summary: PolicySummary, mask: Mask): PolicySummary {
  const { region, host, key, contentTypes } = summary;
  return {
    ...summary,
    ...(region === undefined ? {} : { region: mask(region) }),
    host: mask(host),
    key: maskedKey(key, mask),
    contentTypes: contentTypes.map((condition) => maskedCondition(condition, mask)),
  };
}

function maskedKey(rule: KeyRule, mask: Mask): KeyRule {
  return rule.mode === 'exact' ? { ...rule, key: mask(rule.key) } : { ...rule, prefix: mask(rule.prefix) };
}

function maskedCondition(condition: FieldCondition, mask: Mask): FieldCondition {
  return 'values' in condition
    ? { ...condition, values: condition.values.map(mask) }
    : { ...condition, value: mask(condition.value) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
