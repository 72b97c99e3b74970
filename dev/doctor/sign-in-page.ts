import { ask } from './ask';
import { type Finding, failed } from './report';
import type { DoctorRequest } from './request';

const MAX_REDIRECTS = 5;

/** Hosts and paths of pages that sign people in. */
const SIGN_IN = /\b(log-?in|log-?on|sign-?in|sso|cas|oauth2?|passport|auth)\b/i;

const PASSWORD_FIELD = /<input[^>]{0,500}type\s*=\s*["']?password/i;

const ADVICE =
  'Let the backend answer requests without a sign-in with 401 and JSON: the mini-program follows redirects and cannot use a page. To sign in here: --header "Authorization: …" or --header "Cookie: …".';

/** Where an answer that is no policy is a redirect or a page to sign in, the finding that names it. */
export async function findSignInPage(request: DoctorRequest, answer: unknown): Promise<Finding | undefined> {
  const redirect = await lastRedirect(request);
  const hasPassword = typeof answer === 'string' && PASSWORD_FIELD.test(answer.slice(0, 100_000));
  if (redirect === undefined) {
    return hasPassword ? failed('Expected JSON of the backend, got a page to sign in.', ADVICE) : undefined;
  }
  const { status, target } = redirect;
  const kind = hasPassword || SIGN_IN.test(target) ? 'a redirect to a sign-in page' : 'a redirect';
  return failed(`Expected JSON of the backend, got ${kind}: ${status} to ${target}.`, ADVICE);
}

/** The last redirect from the backend's address; no request goes to another origin, since it would carry the headers. */
async function lastRedirect({ url, parts }: DoctorRequest): Promise<{ status: number; target: string } | undefined> {
  let found: { status: number; target: string } | undefined;
  let next = new URL(url);
  for (let count = 0; count < MAX_REDIRECTS && next.origin === new URL(url).origin; count++) {
    const { method = 'GET', header = {}, data } = parts;
    const body = method === 'POST' && typeof data === 'string' ? { body: data } : {};
    const answer = await ask(next.href, { method, headers: header, ...body, redirect: 'manual' });
    const location = answer.name === 'answered' && answer.status >= 300 ? answer.headers.get('location') : null;
    if (answer.name !== 'answered' || location === null || !URL.canParse(location, next.href)) break;
    next = new URL(location, next);
    // Without its query, which may hold a token.
    found = { status: answer.status, target: `${next.origin}${next.pathname}` };
  }
  return found;
}
