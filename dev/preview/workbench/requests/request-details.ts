import type { DecodedPolicy, RequestRecord } from '../../workbench-protocol';
import { h } from '../dom';
import { formatDuration, formatMoment } from '../format';
import { words } from '../words';
import { code, facts, table } from './table';

const { requests: text } = words;

/** Everything about one `wx.request`. */
export function requestDetails({ at, method, url, header, body, outcome }: RequestRecord): HTMLElement[] {
  const headers = Object.entries(header).map(([name, value]) => `${name}: ${value}`);
  const sent = facts(text.request, [
    [text.url, `${method} ${url}`],
    [text.header, headers.join('\n')],
    [text.body, body],
  ]);
  switch (outcome.kind) {
    case 'waiting':
      return [sent];
    case 'failed':
      return [
        sent,
        facts(text.answer, [
          [text.message, outcome.reason],
          [text.took, formatDuration(outcome.took)],
        ]),
      ];
    case 'answered':
      return [
        sent,
        facts(text.answer, [
          [text.status, String(outcome.status)],
          [text.body, outcome.body],
          [text.took, formatDuration(outcome.took)],
        ]),
        ...(outcome.policy === undefined ? [] : policyParts(outcome.policy, at)),
      ];
  }
}

function policyParts(policy: DecodedPolicy, sentAt: string): HTMLElement[] {
  if (policy.kind === 'unreadable') return [facts(text.policy, [[text.message, policy.reason]])];
  return [
    table(
      text.policy,
      [text.conditionHead],
      policy.conditions.map((condition) => ({ cells: [code(condition)] })),
    ),
    h('p', { class: 'expiry' }, text.expires(formatMoment(policy.expiration, sentAt))),
  ];
}
