import type { FormFields } from './form-fields';
import { invalidArgument, OssError } from './oss-error';

/**
 * Whether the form asks for a callback.
 * @throws OssError InvalidArgument where it does so in a way that OSS refuses; an empty field is one of them
 */
export function wantsCallback(fields: FormFields): boolean {
  const field = fields.get('callback');
  if (field === undefined) return false;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(field)) {
    throw invalidCallback('base64 of JSON is expected, or no such field', '0007-00000002');
  }
  if (!hasCallbackUrl(Buffer.from(field, 'base64').toString('utf8'))) {
    throw invalidCallback('JSON with a callbackUrl and a callbackBody is expected', '0007-00000003');
  }
  return true;
}

/**
 * What a form with a callback is answered, after its object was stored: the local OSS makes no callbacks, and says so
 * the way OSS does when one failed.
 */
export function callbackNotMade(): OssError {
  return new OssError({
    status: 203,
    code: 'CallbackFailed',
    message: 'The object is stored. The local OSS makes no callbacks, so nobody was told.',
  });
}

function hasCallbackUrl(text: string): boolean {
  try {
    const { callbackUrl, callbackBody } = JSON.parse(text);
    return typeof callbackUrl === 'string' && callbackUrl !== '' && typeof callbackBody === 'string';
  } catch {
    return false;
  }
}

function invalidCallback(reason: string, ec: string): OssError {
  return invalidArgument('callback', `The callback configuration is not json format: ${reason}.`, ec);
}
