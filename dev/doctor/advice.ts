import type { UploadError, UploadErrorCode } from '../../miniprogram/services/oss-upload/inspect';

const CONTRACT = 'docs/backend-contract.md says what a backend answers.';

/** What a developer can do, where the error's own message leaves it open. */
const ADVICE: { readonly [Code in UploadErrorCode]?: string } = {
  network: 'Check the address, and whether the server runs and can be reached from here.',
  timeout: 'Check whether the server is overloaded, or a firewall swallows the request.',
  certificate: 'Give the server a certificate that phones trust, with the whole chain.',
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
