import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';

/** Parses an http or https URL. @throws CallFailed if it is not one */
export function readAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address?.protocol.startsWith('http')) throw new CallFailed(`invalid url "${url}"`, ERRNO.urlInvalid);
  return address;
}
