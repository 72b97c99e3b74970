import type { FormRecord } from '../../../oss/form-log/form-record';
import type { RequestRecord } from '../../workbench-protocol';

/** The form fields that come from the policy's answer, with their names there. They are fetched, since no record holds them. */
const FROM_ANSWER: Readonly<Record<string, string>> = {
  policy: 'policy',
  signature: 'signature',
  'x-oss-signature': 'signature',
  'x-oss-credential': 'x_oss_credential',
  'x-oss-date': 'x_oss_date',
  'x-oss-security-token': 'security_token',
  callback: 'callback',
};

/** A command that sends the request again. What is redacted in the record is `***` in it. */
export function requestAsCurl({ method, url, header, body }: RequestRecord): string {
  const headers = Object.entries(header).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const data = body === '' ? [] : [`--data-raw ${quote(body)}`];
  return [`curl -sS -X ${method} ${quote(url)}`, ...headers, ...data].join(' \\\n  ');
}

/**
 * A shell script that posts the form again, with a new policy from the backend: the record holds no signature.
 * @param policyUrl undefined where no policy was requested yet
 */
export function formAsCurl({ fields, file }: FormRecord, ossUrl: string, policyUrl: string | undefined): string {
  const lines = fields
    .filter(({ ignored }) => !ignored)
    .map(({ name, value }) => {
      const answered = FROM_ANSWER[name.toLowerCase()];
      return answered === undefined
        ? `--form-string ${quote(`${name}=${value}`)}`
        : `--form-string "${name}=$(answer ${answered})"`;
    });
  const forbidsOverwrite = fields.some(({ name, value }) => /^x-oss-forbid-overwrite$/i.test(name) && value === 'true');
  const type = file?.type ? `;type=${file.type}` : '';
  return [
    '# Posts the form with a new policy. Replace picture.png with your file.',
    ...(forbidsOverwrite
      ? ['# If the key is already stored, choose another one: the form forbids overwriting it.']
      : []),
    `policy=$(curl -sS ${quote(policyUrl ?? 'http://127.0.0.1:3000/policy')})`,
    // With the spaces that Python writes, and without the backslashes that PHP writes before each /.
    'answer() { printf %s "$policy" | sed -n "s/.*\\"$1\\" *: *\\"\\([^\\"]*\\)\\".*/\\1/p" | tr -d \'\\\\\'; }',
    [`curl -sS -i ${quote(`${ossUrl}/`)}`, ...lines, `-F ${quote(`file=@picture.png${type}`)}`].join(' \\\n  '),
  ].join('\n');
}

/** One word for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
