import { ask } from '../ask';
import { type Finding, ok, skipped, warning } from '../report';

/** Where the preview runs by default. */
const PREVIEW_ORIGIN = 'http://127.0.0.1:8080';

/** What a page can read of OSS's answer only where the bucket's rule exposes it. */
const EXPOSED = ['etag', 'x-oss-request-id'];

const RULE = 'origin *, method POST, any header, and expose ETag and x-oss-request-id';
const ONLY_BROWSERS = 'CORS does not apply on phones; to upload from the preview in a browser, give the bucket a rule:';

/**
 * Sends the preflight of a browser that uploads with progress.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/options
 */
export async function checkCors(host: string): Promise<Finding> {
  const headers = { origin: PREVIEW_ORIGIN, 'access-control-request-method': 'POST' };
  const answer = await ask(`${host}/`, { method: 'OPTIONS', headers });
  if (answer.name === 'unreachable') return skipped(`The bucket's CORS rules are not known: ${answer.reason}.`);

  const allowed = answer.headers.get('access-control-allow-origin');
  if (answer.status >= 300 || (allowed !== '*' && allowed !== PREVIEW_ORIGIN)) {
    return warning(
      `Expected the bucket to allow POST from ${PREVIEW_ORIGIN} (CORS), got ${answer.status} for ${allowed ?? 'no origin'}.`,
      `${ONLY_BROWSERS} ${RULE}.`,
    );
  }
  const exposed = (answer.headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/\s*,\s*/);
  const hidden = EXPOSED.filter((name) => !exposed.includes(name) && !exposed.includes('*'));
  if (hidden.length > 0) {
    return warning(
      `Expected the bucket to expose ${EXPOSED.join(' and ')} (CORS), got ${hidden.join(' and ')} hidden.`,
      `${ONLY_BROWSERS} ${RULE}.`,
    );
  }
  return ok('A browser may upload, too: the bucket has a CORS rule for it.');
}
