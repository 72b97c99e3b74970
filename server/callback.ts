import { z } from 'zod';

/** Where OSS reports what was uploaded. */
export const CALLBACK_ROUTE = '/oss_callback';

/** What OSS reports. How far it is to be believed: see `verifyCallback`. */
const storedObjectSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  /** In bytes. */
  size: z.number(),
  contentType: z.string(),
});

export type StoredObject = z.infer<typeof storedObjectSchema>;

/**
 * OSS puts the values in, texts with quotes around them. Nothing about the picture: where OSS cannot read one, the whole
 * callback fails.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
const BODY = '{"bucket":${bucket},"key":${object},"etag":${etag},"size":${size},"contentType":${mimeType}}';

/**
 * The form field `callback` that has OSS report each upload, in base64.
 * @param url the public address of the callback route
 */
export function callbackField(url: string): string {
  const configuration = {
    callbackUrl: url,
    callbackBody: BODY,
    callbackBodyType: 'application/json',
    // Without it OSS names no host when it begins TLS, and most servers then answer with the wrong certificate.
    ...(url.startsWith('https:') && { callbackSNI: true }),
  };
  return Buffer.from(JSON.stringify(configuration)).toString('base64');
}

/** Reads a report. @returns undefined where it is another one than `callbackField` asks for */
export function readStoredObject(body: Buffer): StoredObject | undefined {
  try {
    return storedObjectSchema.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined; // not JSON
  }
}
