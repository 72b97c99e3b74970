import type { WxFailure } from '../wx/contract';
import { excerpt } from './excerpt';
import { UploadError, type UploadErrorCode } from './upload-error';

interface Rule {
  code: UploadErrorCode;
  /** Newer clients give a number: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
  errnos?: readonly number[];
  /** Older ones give only a text, which differs from client to client. */
  text?: RegExp;
}

/** The first rule that fits is taken. */
const RULES: readonly Rule[] = [
  { code: 'aborted', text: /:fail abort/i },
  { code: 'interrupted', errnos: [600003], text: /interrupted|network change/i },
  { code: 'timeout', errnos: [5], text: /time(out|d[ _]out)|超时/i },
  { code: 'domain-not-listed', errnos: [600002], text: /url not in domain list|不在以下 \w+ 合法域名列表/i },
  { code: 'address-invalid', errnos: [600009], text: /invalid url/i },
  { code: 'privacy-undeclared', errnos: [112], text: /not declared in the privacy agreement/i },
  { code: 'privacy-refused', errnos: [103, 104], text: /privacy permission is not authorized/i },
  { code: 'file-missing', text: /no such file|file not found|not exist/i },
  { code: 'certificate', text: /ssl|cert_|certificate/i },
];

/** Says no more than that the network failed; the text beside it may know better. */
const NETWORK: Rule = { code: 'network', errnos: [600000, 600001, 600004] };

/**
 * The `UploadError` for a `fail` of `wx`.
 * @param call what failed, for the message: `wx.uploadFile to https://…`
 * @param otherwise what it is when no rule knows it
 */
export function fromWxFailure(call: string, failure: WxFailure | undefined, otherwise: UploadErrorCode): UploadError {
  const text = textOf(failure);
  const errno = failure?.errno;
  const fitsNumber = ({ errnos = [] }: Rule) => errno !== undefined && errnos.includes(errno);
  // A word of the text may be part of an address, so the number goes first.
  const rule =
    RULES.find(fitsNumber) ?? RULES.find((one) => one.text?.test(text)) ?? (fitsNumber(NETWORK) ? NETWORK : undefined);
  const code = rule?.code ?? otherwise;
  const number = errno === undefined ? '' : ` (errno ${errno})`;
  return new UploadError(code, `Expected ${call} to succeed, got "${excerpt(text)}"${number}.`, {
    cause: failure,
  });
}

/** True for a picker that was closed without a choice: no error, nothing happens. */
export function isCancel(failure: WxFailure | undefined): boolean {
  return /:fail\s+cancel/i.test(textOf(failure));
}

function textOf(failure: WxFailure | undefined): string {
  return typeof failure?.errMsg === 'string' ? failure.errMsg : '';
}
