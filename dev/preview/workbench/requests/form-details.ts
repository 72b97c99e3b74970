import { formatSize } from '../../../../miniprogram/words/format-size';
import type { FormRecord, PolicyRecord, SignatureRecord } from '../../../oss/form-log/form-record';
import { h } from '../dom';
import { formatDuration, formatMoment } from '../format';
import { words } from '../words';
import { code, facts, markElement, markOf, table } from './table';

const { requests: text } = words;

/** Everything about one form. */
export function formDetails(form: FormRecord): HTMLElement[] {
  const { policy, signature } = form;
  return [
    fieldTable(form),
    ...(policy === undefined ? [] : policyParts(policy, form.at)),
    ...(signature === undefined ? [] : [signatureTable(signature)]),
    answerTable(form),
  ];
}

function fieldTable({ fields, file }: FormRecord): HTMLElement {
  const sent = fields.map(({ name, value, ignored }) => ({
    cells: [code(name), ignored ? h('em', {}, text.ignored) : code(value)],
  }));
  const before = sent.filter((_, index) => !fields[index]?.ignored);
  const after = sent.filter((_, index) => fields[index]?.ignored);
  const size = file?.size === undefined ? undefined : formatSize(file.size);
  const about = file && [file.name || text.unnamedFile, file.type, size].filter(Boolean).join(', ');
  const fileRow = about === undefined ? [] : [{ cells: [code(text.file), about] }];
  return table(text.fields, [text.field, text.value], [...before, ...fileRow, ...after]);
}

function policyParts(policy: PolicyRecord, sentAt: string): HTMLElement[] {
  if (policy.kind === 'unreadable') return [facts(text.policy, [[text.message, policy.reason]])];
  const { expiration, conditions } = policy;
  const at = formatMoment(expiration.text, sentAt);
  const rows = conditions.map(({ text: condition, value, ok }) => ({
    mark: markOf(ok),
    cells: [
      code(condition),
      ok === undefined ? h('em', {}, text.notCompared) : value === '' ? h('em', {}, text.nothing) : code(value),
    ],
  }));
  return [
    table(text.policy, [text.conditionHead, text.comparedHead], rows),
    h('p', { class: 'expiry' }, markElement(markOf(expiration.ok)), (expiration.ok ? text.expires : text.expired)(at)),
  ];
}

function signatureTable({ version, steps }: SignatureRecord): HTMLElement {
  const rows = steps.map(({ name, theirs, ours, ok }) => ({
    mark: markOf(ok),
    cells: [text.steps[name], theirs === '' ? '' : code(theirs), code(ours)],
  }));
  return table(text.signature(version), [text.step, text.theirs, text.ours], rows);
}

function answerTable({ outcome, id }: FormRecord): HTMLElement {
  switch (outcome.kind) {
    case 'receiving':
      return facts(text.answer, [[text.status, text.receiving]]);
    case 'withheld':
      return facts(text.answer, [
        [text.status, text.noAnswer],
        [text.took, formatDuration(outcome.took)],
      ]);
    case 'answered':
      return facts(text.answer, [
        [text.status, String(outcome.status)],
        [text.code, outcome.code],
        [text.message, outcome.foreign ? text.foreign : outcome.message],
        ['EC', outcome.ec],
        [text.etag, outcome.etag],
        [text.requestId, id],
        [text.took, formatDuration(outcome.took)],
      ]);
  }
}
