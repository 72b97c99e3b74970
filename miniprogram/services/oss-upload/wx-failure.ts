import { excerpt, type Remedy, UploadError, type UploadErrorCode } from './upload-error';

/** What `wx` hands to `fail`; nothing in it can be relied on. */
export interface WxFailure {
  errMsg?: string;
  errno?: number;
}

interface Rule {
  code: UploadErrorCode;
  remedy: Remedy;
  /** Newer clients give a number: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
  errnos: readonly number[];
  /** Older ones give only a text, which differs from client to client. All in lower case. */
  fragments: readonly string[];
}

/** The first rule that fits is taken. */
const RULES: readonly Rule[] = [
  { code: 'aborted', remedy: 'never', errnos: [], fragments: [':fail abort'] },
  { code: 'interrupted', remedy: 'retry', errnos: [600003], fragments: ['interrupted'] },
  { code: 'timeout', remedy: 'retry', errnos: [5], fragments: ['timeout', 'timed out', 'timed_out', '超时'] },
  {
    code: 'domain-not-listed',
    remedy: 'never',
    errnos: [600002],
    fragments: ['url not in domain list', '不在以下 request 合法域名列表', '不在以下 uploadfile 合法域名列表'],
  },
  { code: 'address-invalid', remedy: 'never', errnos: [600009], fragments: ['invalid url'] },
  { code: 'privacy-undeclared', remedy: 'never', errnos: [112], fragments: ['not declared in the privacy agreement'] },
  { code: 'privacy-refused', remedy: 'never', errnos: [103, 104], fragments: ['privacy permission is not authorized'] },
  { code: 'file-missing', remedy: 'never', errnos: [], fragments: ['no such file', 'file not found', 'not exist'] },
  { code: 'certificate', remedy: 'never', errnos: [], fragments: ['ssl', 'cert_', 'certificate'] },
];

/** Says no more than that the network failed; the text beside it may know better. */
const NETWORK: Rule = { code: 'network', remedy: 'retry', errnos: [600000, 600001, 600004], fragments: [] };

/**
 * The `UploadError` for a `fail` of `wx`.
 * @param call what failed, for the message: `wx.uploadFile to https://…`
 * @param otherwise what it is when no rule knows it
 */
export function fromWxFailure(call: string, failure: WxFailure | undefined, otherwise: UploadErrorCode): UploadError {
  const text = typeof failure?.errMsg === 'string' ? failure.errMsg.toLowerCase() : '';
  const errno = failure?.errno;
  const fitsNumber = ({ errnos }: Rule) => errno !== undefined && errnos.includes(errno);
  // A word of the text may be part of an address, so the number goes first.
  const rule =
    RULES.find(fitsNumber) ??
    RULES.find(({ fragments }) => fragments.some((fragment) => text.includes(fragment))) ??
    (fitsNumber(NETWORK) ? NETWORK : undefined);
  const code = rule?.code ?? otherwise;
  const remedy = rule?.remedy ?? (otherwise === 'network' ? 'retry' : 'never');
  const number = errno === undefined ? '' : ` (errno ${errno})`;
  return new UploadError(code, remedy, `Expected ${call} to succeed, got "${excerpt(failure?.errMsg)}"${number}.`, {
    cause: failure,
  });
}

/** True for a picker that was closed without a choice: no error, nothing happens. */
export function isCancel(failure: WxFailure | undefined): boolean {
  return typeof failure?.errMsg === 'string' && /:fail\s+cancel/i.test(failure.errMsg);
}
