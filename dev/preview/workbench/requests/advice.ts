import type { FormRecord, SignatureStep, SignatureStepName } from '../../../oss/form-log/form-record';
import type { RequestRecord } from '../../workbench-protocol';
import { formatMoment } from '../format';
import { words } from '../words';

const { advice } = words;

/** One sentence that says what was wrong with a form and where to mend it. Undefined for a form that was stored. */
export function adviseOnForm(form: FormRecord): string | undefined {
  const { outcome, fault } = form;
  if (fault !== undefined) return advice.fault(fault);
  if (outcome.kind !== 'answered' || outcome.code === undefined) return undefined;
  const { code, ec, message = '' } = outcome;
  return (ec === undefined ? undefined : byEc(ec, message, form)) ?? byCode(code, message, form);
}

export function adviseOnRequest({ outcome }: RequestRecord): string | undefined {
  if (outcome.kind === 'waiting') return undefined;
  if (outcome.kind === 'failed') {
    return outcome.reason.includes('domain list') ? advice.domain : advice.requestFailed(outcome.reason);
  }
  if (outcome.status >= 400) return advice.requestRefused(outcome.status);
  return outcome.policy?.kind === 'unreadable' ? advice.noPolicy(outcome.policy.reason) : undefined;
}

/** EC is finer than Code. https://help.aliyun.com/zh/oss/user-guide/overview-14 */
function byEc(ec: string, message: string, form: FormRecord): string | undefined {
  switch (ec) {
    case '0006-00000213':
      return form.policy?.kind === 'read'
        ? advice.expired(formatMoment(form.policy.expiration.text, form.at))
        : undefined;
    case '0006-00000227':
    case '0006-00000003':
    case '0006-00000004':
      return failedCondition(form);
    case '0006-00000228':
      return advice.extraField(message.split(': ').at(-1) ?? '');
    case '0002-00000709':
      return advice.date;
    case '0002-00000080':
      return advice.v1;
    case '0002-00000708':
    case '0002-00000710':
      return advice.scope;
    case '0003-00000001':
      return advice.anonymous;
    default:
      return undefined;
  }
}

function byCode(code: string, message: string, form: FormRecord): string {
  switch (code) {
    case 'SignatureDoesNotMatch':
      if (form.policy?.kind === 'unreadable') return advice.policy(form.policy.reason);
      return advice.slips[form.signature?.slip ?? 'secret'];
    case 'InvalidAccessKeyId': {
      const { theirs = '', ours = '', ok = true } = stepOf(form, 'access-key-id') ?? {};
      return ok ? advice.token : advice.keyId(theirs, ours);
    }
    case 'InvalidSecurityToken':
      return advice.token;
    case 'InvalidPolicyDocument':
      return advice.policy(message);
    case 'MalformedPOSTRequest':
      return advice.malformed;
    case 'FileAlreadyExists':
      return advice.exists;
    case 'AccessForbidden':
      return advice.cors;
    case 'CallbackFailed':
      return advice.callbackFailed;
    case 'PublicEndpointForbidden':
      return advice.publicEndpoint;
    case 'InvalidArgument':
      return invalidArgument(message, form);
    case 'IncorrectNumberOfFilesInPOSTRequest':
      return advice.fieldMissing(message);
    default:
      return message;
  }
}

function failedCondition({ policy }: FormRecord): string | undefined {
  const failed = policy?.kind === 'read' ? policy.conditions.find(({ ok }) => ok === false) : undefined;
  if (failed === undefined) return undefined;
  const { text, value } = failed;
  if (text.startsWith('["content-length-range"')) return advice.size(text, value);
  if (text.includes('"$x-oss-security-token"')) return advice.token;
  return text.includes('"$key"') ? advice.key(text, value) : advice.condition(text, value);
}

function invalidArgument(message: string, form: FormRecord): string {
  if (/callback/i.test(message)) return advice.callback;
  const region = stepOf(form, 'region');
  if (message.startsWith('Invalid x-oss-credential') && region?.ok === false)
    return advice.region(region.theirs, region.ours);
  return advice.fieldMissing(message);
}

function stepOf({ signature }: FormRecord, name: SignatureStepName): SignatureStep | undefined {
  return signature?.steps.find((step) => step.name === name);
}
