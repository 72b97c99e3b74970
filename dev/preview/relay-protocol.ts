/**
 * A `wx.request` that the page sends to the preview's server (POST /preview/request) to forward, because CORS applies in a browser
 * and not on phones. Bodies are base64.
 */
export interface RelayRequest {
  readonly url: string;
  readonly method: string;
  readonly header: Readonly<Record<string, string>>;
  /** Empty if there is none. */
  readonly body: string;
  /** Time-out in milliseconds. */
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
  /** `reason` is WeChat's message without `request:fail`. */
  | { readonly kind: 'failed'; readonly reason: string; readonly errno: number };
