import type { FormFields } from '../form-fields';
import { invalidArgument, type OssError } from '../oss-error';

export type CallbackBodyType = 'application/x-www-form-urlencoded' | 'application/json';

/**
 * The callback that a form asks OSS to make to a server, once the object is stored.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/callback
 */
export interface UploadCallback {
  /** One to five addresses, tried in this order until one of them answers well. */
  urls: readonly URL[];
  /** The header Host, where it is not to be the address's own. */
  host: string | undefined;
  /** Text with placeholders like `${object}`, and how their values are to be written. */
  body: string;
  bodyType: CallbackBodyType;
  /** The form's own variables, by their full name `x:…`. */
  variables: FormFields;
}

/** Of the field, in base64. */
const MAX_LENGTH = 5 * 1024;
const MAX_URLS = 5;

/**
 * @returns undefined where the form asks for no callback
 * @throws OssError InvalidArgument where it does so in a way that OSS refuses; an empty field is one of them
 */
export function readUploadCallback(fields: FormFields): UploadCallback | undefined {
  const field = fields.get('callback');
  if (field === undefined) return undefined;
  if (field.length > MAX_LENGTH) throw invalidCallback('The length of callback exceed max value', '0007-00000001');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(field)) {
    throw invalidCallback('The callback configuration is not base64 encoded', '0007-00000002');
  }
  const { callbackUrl, callbackHost, callbackBody, callbackBodyType } = parse(field);
  return {
    urls: readUrls(callbackUrl),
    host: readHost(callbackHost),
    body: readBody(callbackBody),
    bodyType: readBodyType(callbackBodyType),
    variables: new Map([...fields].filter(([name]) => name.startsWith('x:'))),
  };
}

function parse(field: string): Record<string, unknown> {
  try {
    const configuration: unknown = JSON.parse(Buffer.from(field, 'base64').toString('utf8'));
    if (typeof configuration === 'object' && configuration !== null) return { ...configuration };
  } catch {
    // Falls through to the one message for both.
  }
  throw invalidCallback('The callback configuration is not json format', '0007-00000003');
}

function readUrls(value: unknown): URL[] {
  const texts = typeof value === 'string' ? value.split(';').filter((text) => text !== '') : [];
  if (texts.length === 0) throw invalidUrl();
  if (texts.length > MAX_URLS) throw invalidCallback('The number of callback url exceed max value', '0007-00000005');
  return texts.map(readUrl);
}

function readUrl(text: string): URL {
  // OSS's own examples leave the scheme out.
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  try {
    const url = new URL(address);
    decodeURIComponent(url.pathname); // as the signature will need it
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Falls through to the one message for all.
  }
  throw invalidUrl();
}

function readHost(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' && /^[\w.-]+(:\d{1,5})?$/.test(value)) return value;
  throw invalidCallback('The callback host configuration is invalid', '0007-00000009');
}

function readBody(value: unknown): string {
  if (value === undefined || value === '') throw invalidCallback('The callback body is empty', '0007-00000011');
  if (typeof value !== 'string') throw invalidCallback('The callback body is invalid');
  return value;
}

function readBodyType(value: unknown): CallbackBodyType {
  if (value === undefined) return 'application/x-www-form-urlencoded';
  if (value === 'application/x-www-form-urlencoded' || value === 'application/json') return value;
  if (typeof value === 'string') throw invalidCallback('The body type of callback is not supported');
  throw invalidCallback('The callback body type configuration is invalid', '0007-00000012');
}

function invalidUrl(): OssError {
  return invalidCallback('The callback url configuration is invalid', '0007-00000004');
}

/** OSS's messages, and behind them what is expected. */
function invalidCallback(message: string, ec?: string): OssError {
  return invalidArgument(
    'callback',
    `${message}. Expected is base64, at most ${MAX_LENGTH} characters, of JSON with callbackUrl (1 to ${MAX_URLS} http(s) addresses with ; between them), callbackBody, and if wanted callbackHost and callbackBodyType; or no such field.`,
    ec,
  );
}
