import type { WxFailure } from '../wx/contract';
import { ERRNO } from '../wx/errno';
import { excerpt } from './excerpt';
import { redactText } from './redact';
import { UploadError, type UploadErrorCode } from './upload-error';

interface Meaning {
  code: UploadErrorCode;
  /** From newer clients. */
  errnos?: readonly number[];
  /** In the reason that older clients give instead; it differs from client to client. */
  text?: RegExp;
}

/** What the failures of `wx` mean. Numbers decide before texts; of several rows that fit, the first is taken. */
const MEANINGS: readonly Meaning[] = [
  // What this module aborts has settled as `aborted` before: an abort that reaches this table was not asked for.
  { code: 'interrupted', errnos: [ERRNO.interrupted], text: /^abort|interrupted|network change/i },
  { code: 'timeout', errnos: [ERRNO.timeout], text: /time(out|d[ _]out)|超时/i },
  { code: 'domain-not-listed', errnos: [ERRNO.domainNotListed], text: /url not in domain list|合法域名列表/i },
  { code: 'address-invalid', errnos: [ERRNO.urlInvalid], text: /invalid url/i },
  { code: 'too-many-uploads', text: /exceed max/i },
  {
    code: 'privacy-undeclared',
    errnos: [ERRNO.privacyUndeclared, ERRNO.privacyUnannounced, ERRNO.privacyPopupOff],
    text: /not declared in the privacy agreement|privacy api banned|announce your privacy usage|open official popup/i,
  },
  // errno 103 is not among these: it also stands beside `auth deny`.
  { code: 'privacy-refused', errnos: [ERRNO.privacyRefused], text: /privacy permission is not authorized/i },
  { code: 'scope-refused', text: /\bscope\b/i },
  { code: 'permission-missing', text: /system permission|auth den|authorize no response/i },
  { code: 'file-missing', errnos: [ERRNO.fileMissing], text: /no such file|file not found|not exist/i },
  { code: 'certificate', text: /ssl|cert_|certificate/i },
];

/** Numbers that say no more than that the network failed: the text beside them decides first. */
const NETWORK: readonly number[] = [ERRNO.network, ERRNO.networkNamed, ERRNO.networkLogic];

/**
 * The `UploadError` for a `fail` of `wx`.
 * @param call what failed, for the message: `wx.uploadFile to https://…`
 * @param otherwise the code of a failure that is in no table
 */
export function fromWxFailure(call: string, failure: WxFailure | undefined, otherwise: UploadErrorCode): UploadError {
  const text = textOf(failure);
  const errno = failure?.errno;
  const number = errno === undefined ? '' : ` (errno ${errno})`;
  return new UploadError(
    codeOf(reasonOf(text), errno) ?? otherwise,
    redactText(`Expected ${call} to succeed, got "${excerpt(text)}"${number}.`),
    {},
    { cause: failure },
  );
}

/** True for a picker that was closed without a choice: no error, nothing happens. */
export function isCancel(failure: WxFailure | undefined): boolean {
  return /:fail\s+cancel/i.test(textOf(failure));
}

function codeOf(reason: string, errno = Number.NaN): UploadErrorCode | undefined {
  const meaning =
    MEANINGS.find(({ errnos = [] }) => errnos.includes(errno)) ?? MEANINGS.find(({ text }) => text?.test(reason));
  return meaning?.code ?? (NETWORK.includes(errno) ? 'network' : undefined);
}

/** Paths, with or without scheme, and host names: `https://ssl.example.com/timeout`. Their words say nothing of the failure. */
const ADDRESSES = /(^|[\s"'(:])\/[!#-&(-~]*|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:\/[!#-&(-~]*)?/g;

/** What follows `:fail`, without addresses. No client gives a reason of more than a few words. */
function reasonOf(text: string): string {
  const at = text.indexOf(':fail');
  return text
    .slice(at < 0 ? 0 : at + ':fail'.length)
    .slice(0, 500)
    .replace(ADDRESSES, '$1')
    .trim();
}

function textOf(failure: WxFailure | undefined): string {
  return typeof failure?.errMsg === 'string' ? failure.errMsg : '';
}
