/** Where OSS reports what was uploaded. */
export const CALLBACK_ROUTE = '/oss_callback';

/**
 * OSS puts the values in, texts with quotes around them. Nothing about the picture: where OSS cannot read one, the whole
 * callback fails.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
const OBJECT = '"bucket":${bucket},"key":${object},"etag":${etag},"size":${size},"contentType":${mimeType}';
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's

/**
 * The form field `callback` that has OSS report each upload, in base64. The policy demands it as it is, ticket included: as
 * a form field of its own (`${x:ticket}`) a client could leave the ticket out.
 * @param url the public address of the callback route
 * @param ticket letters, digits and signs that JSON leaves alone
 */
export function callbackField(url: string, ticket: string): string {
  const configuration = {
    callbackUrl: url,
    callbackBody: `{${OBJECT},"ticket":${JSON.stringify(ticket)}}`,
    callbackBodyType: 'application/json',
    // Without it OSS names no host when it begins TLS, and most servers then answer with the wrong certificate.
    ...(url.startsWith('https:') && { callbackSNI: true }),
  };
  return Buffer.from(JSON.stringify(configuration)).toString('base64');
}
