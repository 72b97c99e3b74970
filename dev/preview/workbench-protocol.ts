import type { FormRecord } from '../oss/form-log/form-record';
import type { ListedObject } from '../oss/listed-object';

/** What the preview's server tells the workbench, by server-sent events at /preview/workbench/events. */
export type WorkbenchEvent =
  | WorkbenchStart
  | { readonly kind: 'form'; readonly form: FormRecord }
  | { readonly kind: 'request'; readonly request: RequestRecord }
  | { readonly kind: 'object'; readonly object: ListedObject }
  /** As `pages/home/home.ts:3:5 TS2322: …`. */
  | { readonly kind: 'types'; readonly typeErrors: readonly string[] }
  /** As `--faults` is given it. */
  | { readonly kind: 'faults'; readonly faults: string };

/** The first event: all that is known so far. */
export interface WorkbenchStart {
  readonly kind: 'start';
  /** Undefined where the preview does not know the OSS that is uploaded to. */
  readonly ossUrl: string | undefined;
  /** Newest last. */
  readonly forms: readonly FormRecord[];
  /** Newest last. */
  readonly requests: readonly RequestRecord[];
  /** The newest, in no order. */
  readonly objects: readonly ListedObject[];
  readonly typeErrors: readonly string[];
  /** As `--faults` is given it; undefined where the preview does not know the OSS. */
  readonly faults: string | undefined;
}

/** A `wx.request` of the mini-program: for a policy, or for signing in. Secrets are redacted. */
export interface RequestRecord {
  readonly id: string;
  /** When it was sent, ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** Where it really went. */
  readonly url: string;
  readonly header: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcome: RequestOutcome;
}

export type RequestOutcome =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** JSON with an indent where the answer is JSON. */
      readonly body: string;
      /** Undefined where the answer holds none. */
      readonly policy: DecodedPolicy | undefined;
      readonly took: number;
    }
  /** `reason` is WeChat's message without `request:fail`. */
  | { readonly kind: 'failed'; readonly reason: string; readonly took: number };

export type DecodedPolicy =
  | { readonly kind: 'read'; readonly expiration: string; readonly conditions: readonly string[] }
  /** `reason` is OSS's message. */
  | { readonly kind: 'unreadable'; readonly reason: string };
