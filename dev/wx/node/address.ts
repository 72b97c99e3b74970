import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { CallFailed } from '../answer';

/** @throws CallFailed where the text is no address of http or https */
export function readAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address?.protocol.startsWith('http')) throw new CallFailed(`invalid url "${url}"`, ERRNO.urlInvalid);
  return address;
}
