import { z } from 'zod';
import { isCallbackUrl, isHttpUrl } from '../addresses';
import { CALLBACK_ROUTE } from '../callback/callback-field';
import { type SessionKeys, sessionKeys } from './identity';
import { oneOf } from './read-settings';

/** How OSS reports each upload to this backend. */
export interface CallbackSettings {
  /** The public address of the callback route: OSS posts there, and signs it. */
  url: string;
  /** The beginnings of addresses that OSS's public key may be fetched from. Default: the one that OSS documents. */
  keyUrls: readonly string[] | undefined;
  /** Sign the tickets that say whose upload a report is about. */
  ticketKeys: SessionKeys;
  /** Whether to ask OSS for each reported object. */
  checkObject: boolean;
}

const NONE = z.object({ OSS_CALLBACK_URL: z.literal('').optional() }).transform(() => undefined);

const SOME = z
  .object({
    OSS_CALLBACK_URL: z
      .string()
      .refine(
        isCallbackUrl,
        `is expected to be like https://upload.example.com${CALLBACK_ROUTE}, without query, semicolon and escapes`,
      )
      .transform((url) => new URL(url).href),
    OSS_CALLBACK_KEY_URLS: z
      .string()
      .transform((list) => list.split(',').map((url) => url.trim()))
      .refine((urls) => urls.every(isHttpUrl), 'is expected to be http(s) addresses with commas between them')
      // Spelt as they are compared, with a slash behind the host.
      .transform((urls) => urls.map((url) => new URL(url).href))
      .optional(),
    OSS_CALLBACK_CHECK: oneOf(['true', 'false']).default('false'),
    SESSION_KEYS: sessionKeys,
  })
  .transform(
    (env): CallbackSettings => ({
      url: env.OSS_CALLBACK_URL,
      keyUrls: env.OSS_CALLBACK_KEY_URLS,
      ticketKeys: env.SESSION_KEYS,
      checkObject: env.OSS_CALLBACK_CHECK === 'true',
    }),
  );

/** @param url the setting OSS_CALLBACK_URL; without it there are no callbacks */
export function callbackSchema(url: string | undefined): z.ZodType<CallbackSettings | undefined> {
  return url ? SOME : NONE;
}
