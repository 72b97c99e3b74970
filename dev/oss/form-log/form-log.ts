import { createRecordLog, type RecordLog } from '../../http/record-log';
import type { Answer } from '../answer';
import type { FaultKind } from '../faults/faults';
import type { FormHead } from '../form';
import { conditionValue } from '../form-value';
import { OssError } from '../oss-error';
import { compareConditions } from '../policy-check';
import { type Policy, readPolicy } from '../policy-document';
import type { SignatureContext } from '../signature-check';
import type { FormOutcome, FormRecord, PolicyRecord, SentField } from './form-record';
import { hideSecrets, redactCompared, redactCondition, redactField, redactQuoted, shorten } from './redaction';
import { explainSignature } from './signature-steps';

/** The last forms that the local OSS received. */
export interface FormLog extends Pick<RecordLog<FormRecord>, 'list' | 'onChange'> {
  begin(requestId: string): FormRecording;
}

/** Adds to the record of one form what becomes known about it. */
export interface FormRecording {
  field(name: string, value: string, isIgnored: boolean): void;
  /** All before the bytes of the file is there. */
  head(head: FormHead): void;
  /** The whole file is there. @param bytes its size */
  size(bytes: number): void;
  fault(kind: FaultKind): void;
  answered(answer: Pick<Answer, 'status' | 'foreign' | 'key' | 'headers'>, refusal?: OssError): void;
  withheld(ending: 'cut' | 'silence'): void;
  /** Why it was refused, in one line without secrets; for a condition, with what the form had in its place. */
  explain(refusal: OssError): string;
}

/** How much of a form is remembered. */
const MAX_FIELDS = 60;
const MAX_CONDITIONS = 60;

/** EC of a failed condition, and of a file that is too large or too small for one. */
const CONDITION_REFUSALS: readonly string[] = ['0006-00000227', '0006-00000003', '0006-00000004'];

export function createFormLog(context: () => SignatureContext): FormLog {
  const log = createRecordLog<FormRecord>();

  function begin(id: string): FormRecording {
    const { settings, now: beganAt } = context();
    const fields: SentField[] = [];
    let head: FormHead | undefined;
    let policy: Policy | string | undefined;
    let size: number | undefined;
    let record: FormRecord = {
      id,
      at: beganAt.toISOString(),
      fields,
      file: undefined,
      policy: undefined,
      signature: undefined,
      fault: undefined,
      outcome: { kind: 'receiving' },
    };
    const update = (more: Partial<FormRecord>) => {
      record = { ...record, ...more };
      log.put(record);
    };
    const end = (outcome: FormOutcome) => update({ outcome, fields: [...fields] });
    const took = () => context().now.getTime() - beganAt.getTime();
    const policyRecord = (): PolicyRecord | undefined => {
      if (policy === undefined) return undefined;
      if (typeof policy === 'string') return { kind: 'unreadable', reason: policy };
      const compared = compareConditions(policy, (field) => (head ? conditionValue(field, head, settings) : ''), size);
      return {
        kind: 'read',
        expiration: { text: policy.expiration.toISOString(), ok: context().now <= policy.expiration },
        conditions: compared.slice(0, MAX_CONDITIONS).map(({ condition, value, ok }) => ({
          text: hideSecrets(redactCondition(condition), settings),
          value: hideSecrets(redactCompared(condition, value), settings),
          ok,
        })),
      };
    };
    // OSS quotes the condition that failed.
    const messageOf = ({ message }: OssError) =>
      hideSecrets(typeof policy === 'object' ? redactQuoted(message, policy.conditions) : message, settings);
    update({});
    return {
      field(name, value, isIgnored) {
        if (fields.length >= MAX_FIELDS) return;
        fields.push({ ...redactField(name, value, settings), ...(isIgnored && { ignored: true }) });
      },
      head(received) {
        // The form's own fields are cleared once the file is there.
        head = { ...received, fields: new Map(received.fields) };
        policy = policyOf(head.fields.get('policy'), (text) => hideSecrets(text, settings));
        const shown = (text: string) => shorten(hideSecrets(text, settings));
        const [name, type] = [shown(head.fileName), shown(head.partType)];
        const signature = explainSignature(head.fields, context());
        update({ fields: [...fields], file: { name, type, size }, policy: policyRecord(), signature });
      },
      size(bytes) {
        size = bytes;
        if (record.file) update({ file: { ...record.file, size }, policy: policyRecord() });
      },
      fault: (fault) => update({ fault }),
      answered({ status, foreign = false, key, headers }, refusal) {
        const etag = headers['etag'];
        end({
          kind: 'answered',
          status,
          foreign,
          took: took(),
          ...(refusal && { code: refusal.code, message: messageOf(refusal) }),
          ...(refusal?.ec !== undefined && { ec: refusal.ec }),
          ...(key !== undefined && { key }),
          ...(etag !== undefined && { etag }),
        });
        head = undefined;
      },
      withheld(ending) {
        end({ kind: 'withheld', ending, took: took() });
        head = undefined;
      },
      explain(refusal) {
        const message = messageOf(refusal);
        if (refusal.ec === undefined || !CONDITION_REFUSALS.includes(refusal.ec)) return message;
        const failed = record.policy?.kind === 'read' && record.policy.conditions.find(({ ok }) => ok === false);
        if (!failed) return message;
        return `${message} (the form has ${JSON.stringify(failed.value)}, ${failed.text} is expected)`;
      },
    };
  }

  return { begin, list: log.list, onChange: log.onChange };
}

/** The policy, or why OSS cannot read it; undefined without one. */
function policyOf(base64: string | undefined, shown: (text: string) => string): Policy | string | undefined {
  if (base64 === undefined) return undefined;
  try {
    return readPolicy(base64);
  } catch (error) {
    if (!(error instanceof OssError)) throw error;
    return shown(error.message);
  }
}
