import { V4_REQUEST, type V4Scope } from '../../server/signature';
import { accessDenied, invalidArgument, type OssError } from './oss-error';

const MINUTE = 60_000;

/** How far the signer's clock may be ahead. */
const MAX_SKEW = 15 * MINUTE;
/** How long a signature is good for. */
const MAX_AGE = 7 * 24 * 60 * MINUTE;

export interface V4Credential extends V4Scope {
  accessKeyId: string;
}

/**
 * Reads the form field `x-oss-credential`.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/signature-version-4-recommend
 * @param region the bucket's
 * @throws OssError
 */
export function readV4Credential(credential: string, region: string): V4Credential {
  const [accessKeyId = '', day = '', signedRegion, service, request, ...more] = credential.split('/');
  if (request !== V4_REQUEST || service !== 'oss' || more.length > 0) {
    throw invalidCredential(`<AccessKeyId>/<YYYYMMDD>/${region}/oss/${V4_REQUEST} is expected`, '0002-00000710');
  }
  if (!/^[\w.-]+$/.test(accessKeyId)) throw invalidCredential('it holds no access key id', '0002-00000708');
  if (!/^\d{8}$/.test(day)) throw invalidDate(`x-oss-credential: a day like 20260131 is expected, "${day}" came`);
  if (signedRegion !== region) throw invalidCredential(`the bucket's region, ${region}, is expected`);
  return { accessKeyId, day, region };
}

/**
 * Checks the form field `x-oss-date` against the clock and against the credential's day.
 * @throws OssError
 */
export function checkV4Date(date: string, day: string, now: Date): void {
  const age = now.getTime() - readV4Date(date);
  if (!date.startsWith(day)) throw invalidDate(`x-oss-date: the credential's day, ${day}, is expected, "${date}" came`);
  if (age < -MAX_SKEW) throw invalidDate(`x-oss-date: it is over 15 minutes ahead of ${now.toISOString()}`);
  if (age > MAX_AGE) throw invalidDate(`x-oss-date: it is over 7 days behind ${now.toISOString()}`);
}

/** @returns milliseconds since 1970 */
function readV4Date(date: string): number {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = iso === date ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(time)) throw invalidDate(`x-oss-date: a time like 20260131T235959Z is expected, "${date}" came`);
  return time;
}

function invalidCredential(reason: string, ec?: string): OssError {
  return invalidArgument('x-oss-credential', `Invalid x-oss-credential: ${reason}.`, ec);
}

function invalidDate(reason: string): OssError {
  return accessDenied(`Invalid signing date in ${reason}.`, '0002-00000709');
}
