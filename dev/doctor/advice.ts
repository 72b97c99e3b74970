import type { RequestParts, UploadError, UploadErrorCode } from '../../miniprogram/services/oss-upload/inspect';
import { backendWords } from './backend-words';

const CONTRACT = 'docs/backend-contract.md says what a backend answers.';

/** What a developer can do, where the error's own message leaves it open. */
const ADVICE: { readonly [Code in UploadErrorCode]?: string } = {
  network: 'Check the address, and whether the server runs and can be reached from here.',
  timeout: 'Check whether the server is overloaded, or a firewall swallows the request.',
  certificate: 'Give the server a certificate that phones trust, with the whole chain.',
  unauthorized: 'Sign in as the mini-program does: --header "Authorization: …", or the header that the backend wants.',
  'backend-refused': 'Check the address, --method, --header and --body against what the backend wants.',
  'backend-failed': "Look into the backend's log.",
  'not-from-backend': `Check the address: what answers there answers no JSON. ${CONTRACT}`,
  'policy-unusable': CONTRACT,
  'policy-expired': "Set the backend's clock right, and sign a new policy for each request.",
  'policy-violated':
    'Let the policy allow what the answer promises: the key below dir, a PNG, success_action_status 200 or 201.',
  'signature-refused':
    'Check that key id, secret and security token belong together, the key is not disabled, the region is the ' +
    "bucket's, and the backend signs the base64 text of exactly the policy that it answers.",
  'signature-v1-refused': 'Let the backend sign in version 4: OSS no longer takes V1 for this account or bucket.',
  'type-not-allowed': 'The doctor uploads a PNG: let the policy allow image/png.',
  'bucket-missing': "Check the bucket's name and region in the host.",
  'not-a-bucket': "Give the bucket's own address as host, not that of a CDN or a website.",
  'public-endpoint-forbidden':
    "Bind a custom domain to the bucket (a CNAME record, its certificate, ICP filing), make it the backend's host (OSS_HOST of the " +
    "reference backend), and enter it under uploadFile in WeChat's console: accounts opened since 2025-03-20 cannot use the " +
    'default domain of a mainland bucket.',
  'oss-refused': "Check what the key's RAM user may do (oss:PutObject on this prefix) and the bucket's own rules.",
  'not-from-oss': 'Check the host: what answers there is not OSS, or something on the way answers for it.',
  'oss-failed': 'Try again later; if it stays, give the request id to the support of Alibaba Cloud.',
};

export function adviceFor({ code }: UploadError): string {
  return ADVICE[code] ?? CONTRACT;
}

/**
 * What to do where the backend gave no policy: the option of the doctor that fits, behind what the backend's error says.
 * @param answer of the backend, as it came
 */
export function adviceForBackend(error: UploadError, { method = 'GET' }: RequestParts, answer: unknown): string {
  const words = backendWords(answer);
  const advice = optionFor(error, method) ?? adviceFor(error);
  return words === undefined ? advice : `The backend says "${words}". ${advice}`;
}

function optionFor({ code, details: { status } }: UploadError, method: string): string | undefined {
  if (code !== 'backend-refused' && code !== 'not-from-backend') return undefined;
  switch (status) {
    case 400:
    case 422:
      return "Send what it asks for: a query in the address, or --body '…' (with --method POST).";
    case 404:
      return `Check the path of the address${method === 'GET' ? ', and try --method POST' : ''}.`;
    case 405:
      return method === 'GET' ? 'Try --method POST.' : 'Try --method GET, without --body.';
    case 415:
      return 'Name the type of the body: --header "Content-Type: application/json".';
    default:
      return undefined;
  }
}
