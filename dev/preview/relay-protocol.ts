/**
 * `wx.request` as the page hands it to the preview's server (POST /preview/request), which sends it on: a phone knows no CORS, a
 * browser does. Bodies are in base64.
 */
export interface RelayRequest {
  readonly url: string;
  readonly method: string;
  readonly header: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
  /** Milliseconds until the call counts as failed. */
  readonly timeout: number;
}

export type RelayAnswer =
  | {
      readonly kind: 'answered';
      readonly statusCode: number;
      readonly header: Readonly<Record<string, string>>;
      readonly cookies: readonly string[];
      readonly body: string;
    }
  /** `reason` is in WeChat's words, without `request:fail`. */
  | { readonly kind: 'failed'; readonly reason: string; readonly errno: number };
