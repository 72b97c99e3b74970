import { randomUUID } from 'node:crypto';
import type { OssSettings } from '../../../server/settings';
import { signV1, signV4, V4_ALGORITHM, v4Credential, v4Date } from '../../../server/signature';

/** One part of a multipart body, written as it is: nothing is checked, so that wrong forms can be made. */
export interface FormPart {
  /** None: the part gets no name. */
  name?: string;
  value: string | Buffer;
  fileName?: string;
  contentType?: string;
}

/** What OSS answered. The texts are those of the XML, empty where there are none. */
export interface PostAnswer {
  status: number;
  headers: Headers;
  body: string;
  code: string;
  message: string;
  ec: string;
}

export interface SignedFormOptions {
  settings: OssSettings;
  /** Default `v4`. */
  version?: 'v4' | 'v1';
  /** Default: now. */
  signedAt?: Date;
  /** Default: ten minutes after `signedAt`. */
  expiration?: Date;
  /** What the policy states besides what its version asks for. Default: what each picture of the project needs. */
  conditions?: readonly unknown[];
  /** Put over the fields that the signature brings. Default: a key. */
  fields?: Readonly<Record<string, string>>;
}

export const BOUNDARY = '----test-form-boundary';

/** The fields of a form that a local OSS with these settings accepts, in the order in which they are to be sent. */
export function signedForm(options: SignedFormOptions): Record<string, string> {
  const { settings, version = 'v4', signedAt = new Date() } = options;
  const expiration = options.expiration ?? new Date(signedAt.getTime() + 600_000);
  const scope = { day: v4Date(signedAt).slice(0, 8), region: settings.region };
  const stated: Record<string, string> = {
    ...(version === 'v4' && {
      'x-oss-signature-version': V4_ALGORITHM,
      'x-oss-credential': v4Credential(settings.accessKeyId, scope),
      'x-oss-date': v4Date(signedAt),
    }),
    ...(settings.securityToken !== undefined && { 'x-oss-security-token': settings.securityToken }),
  };
  const conditions = [
    { bucket: settings.bucket },
    ...Object.entries(stated).map(([name, value]) => ({ [name]: value })),
    ...(options.conditions ?? [['starts-with', '$key', 'uploads/']]),
  ];
  const policy = encodePolicy({ expiration: expiration.toISOString(), conditions });
  const signature =
    version === 'v4'
      ? { 'x-oss-signature': signV4(settings.accessKeySecret, scope, policy) }
      : { OSSAccessKeyId: settings.accessKeyId, Signature: signV1(settings.accessKeySecret, policy) };
  return { key: `uploads/${randomUUID()}.png`, policy, ...stated, ...signature, ...options.fields };
}

export function encodePolicy(policy: unknown): string {
  return Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy)).toString('base64');
}

/** A form's parts: its fields, then the file. */
export function toParts(fields: Readonly<Record<string, string>>, file: Partial<FormPart> = {}): FormPart[] {
  return [
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
    { name: 'file', value: 'the bytes', fileName: 'wxfile-tmp.png', contentType: 'image/png', ...file },
  ];
}

export function encodeParts(parts: readonly FormPart[]): Buffer {
  const chunks = parts.flatMap(({ name, value, fileName, contentType }) => {
    const nameText = name === undefined ? '' : `; name="${name}"`;
    const fileNameText = fileName === undefined ? '' : `; filename="${fileName}"`;
    const typeLine = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data${nameText}${fileNameText}\r\n${typeLine}\r\n`;
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

export async function postParts(url: string, parts: readonly FormPart[]): Promise<PostAnswer> {
  return postBody(url, encodeParts(parts));
}

export async function postBody(
  url: string,
  body: Buffer | string,
  contentType = `multipart/form-data; boundary=${BOUNDARY}`,
): Promise<PostAnswer> {
  const headers = { 'content-type': contentType };
  return toAnswer(await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers }));
}

export async function toAnswer(response: Response): Promise<PostAnswer> {
  const body = await response.text();
  const text = (element: string) => xmlText(body, element);
  return {
    status: response.status,
    headers: response.headers,
    body,
    code: text('Code'),
    message: text('Message'),
    ec: text('EC'),
  };
}

/** The text of the first such element, with the five entities of XML resolved; empty where there is none. */
export function xmlText(xml: string, element: string): string {
  const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(\w+);/g, (entity, name: string) => characters[name] ?? entity);
}
