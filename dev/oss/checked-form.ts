import { readUploadCallback, type UploadCallback } from './callback/upload-callback';
import type { FormHead } from './form';
import type { FormFields } from './form-fields';
import { conditionValue } from './form-value';
import { checkAcl, readObjectHeaders } from './object-headers';
import { checkObjectKey, expandFileName } from './object-key';
import type { ObjectProperties } from './object-store';
import { invalidArgument } from './oss-error';
import { checkConditions, checkExpiration, checkFieldsAreNamed } from './policy-check';
import { type Policy, readPolicy } from './policy-document';
import { checkSignature, fieldsToBeNamed, type SignatureContext } from './signature-check';

/** What the fields before the file say, after all checks that need no file. */
export interface CheckedForm {
  policy: Policy;
  properties: ObjectProperties;
  forbidOverwrite: boolean;
  successStatus: 200 | 201 | 204;
  callback: UploadCallback | undefined;
}

/** @throws OssError about the first thing that is wrong */
export function checkForm(head: FormHead, context: SignatureContext): CheckedForm {
  const { fields, fileName } = head;
  const key = fields.get('key');
  if (key === undefined) throw invalidArgument('key', 'The field key is expected before the field file.');
  refuseRedirect(fields);
  checkAcl(fields);
  const forbidOverwrite = readForbidOverwrite(fields);
  const callback = readUploadCallback(fields);

  const policy = readPolicy(checkSignature(fields, context));
  checkExpiration(policy, context.now);
  checkFieldsAreNamed(policy, fieldsToBeNamed(fields));
  checkConditions(policy, (field) => conditionValue(field, head, context.settings));

  const expandedKey = expandFileName(key, fileName);
  checkObjectKey(expandedKey);
  const { contentType, more } = readObjectHeaders(head);
  return {
    policy,
    properties: { key: expandedKey, contentType, headers: more },
    forbidOverwrite,
    successStatus: readSuccessStatus(fields),
    callback,
  };
}

function readSuccessStatus(fields: FormFields): CheckedForm['successStatus'] {
  const value = fields.get('success_action_status');
  if (value === '200') return 200;
  return value === '201' ? 201 : 204;
}

/** Source: https://help.aliyun.com/en/oss/user-guide/0017-00000279 */
function readForbidOverwrite(fields: FormFields): boolean {
  const value = fields.get('x-oss-forbid-overwrite');
  if (value === undefined || value === 'true' || value === 'false') return value === 'true';
  throw invalidArgument(
    'x-oss-forbid-overwrite',
    `Invalid x-oss-forbid-overwrite "${value}": true or false is expected.`,
    '0017-00000279',
  );
}

/** OSS redirects; here nothing would follow, and wx.uploadFile should never ask for it. */
function refuseRedirect(fields: FormFields): void {
  if (!fields.get('success_action_redirect')) return;
  throw invalidArgument(
    'success_action_redirect',
    'The local OSS does not redirect: use success_action_status, the only one that works with wx.uploadFile.',
  );
}
