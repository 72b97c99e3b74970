import type { FaultKind } from '../faults/faults';

/**
 * What the local OSS saw of one form, as data. Nothing in it lets a reader sign or post: signatures are cut short, tokens are
 * redacted, and the policy is here decoded, not in base64.
 */
export interface FormRecord {
  /** The request id that OSS answered. */
  readonly id: string;
  /** When the request began, ISO 8601. */
  readonly at: string;
  /** In the order in which they were sent. */
  readonly fields: readonly SentField[];
  /** Undefined until the file begins. */
  readonly file: SentFile | undefined;
  /** Undefined without a field `policy`. */
  readonly policy: PolicyRecord | undefined;
  /** Undefined for an anonymous form. */
  readonly signature: SignatureRecord | undefined;
  /** The fault that was injected, if any. */
  readonly fault: FaultKind | undefined;
  readonly outcome: FormOutcome;
}

export interface SentField {
  /** As it was spelled. */
  readonly name: string;
  /** Shortened where it is long, redacted where it is secret. */
  readonly value: string;
  /** It came after the file, where OSS ignores it. */
  readonly ignored?: true;
}

export interface SentFile {
  readonly name: string;
  /** The part's own Content-Type; empty where it has none. */
  readonly type: string;
  /** In bytes; undefined while it arrives, and where the form was refused before. */
  readonly size: number | undefined;
}

export type PolicyRecord =
  | { readonly kind: 'read'; readonly expiration: CheckedText; readonly conditions: readonly CheckedCondition[] }
  /** `reason` is OSS's message. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface CheckedText {
  readonly text: string;
  readonly ok: boolean;
}

/** A condition of the policy, with the value that it was compared with. */
export interface CheckedCondition {
  /** As OSS quotes it: `["starts-with", "$key", "uploads/"]`. */
  readonly text: string;
  readonly value: string;
  /** Undefined where it was not compared: the size of a file that OSS did not wait for. */
  readonly ok: boolean | undefined;
}

/** The steps of a signature, in the order of the computation. */
export type SignatureStepName =
  | 'version'
  | 'access-key-id'
  | 'token'
  | 'day'
  | 'region'
  | 'scope'
  | 'date'
  | 'string-to-sign'
  | 'signing-key'
  | 'encoding'
  | 'signature';

export interface SignatureStep {
  readonly name: SignatureStepName;
  /** As the form has it. */
  readonly theirs: string;
  /** As the bucket's credentials and the clock make it. */
  readonly ours: string;
  readonly ok: boolean;
}

export interface SignatureRecord {
  readonly version: 'V1' | 'V4';
  readonly steps: readonly SignatureStep[];
  /** The mistake that leads to exactly this signature; `secret` where none of the usual ones does. Undefined for a good one. */
  readonly slip: SignatureSlip | undefined;
}

export type SignatureSlip =
  /** The policy's JSON was signed in place of its base64. */
  | 'signed-json'
  /** The digest is right, but in upper-case hex. */
  | 'upper-case'
  /** The digest is right, but in base64 (V4) or hex (V1). */
  | 'other-encoding'
  /** The signing key's chain began without `aliyun_v4`. */
  | 'no-prefix'
  /** The signing key is of another day than the credential says. */
  | 'other-day'
  /** The signing key is of `oss-<region>`. */
  | 'oss-region'
  /** Signed as V1, sent as V4; or the other way round. */
  | 'other-version'
  | 'secret';

export type FormOutcome =
  | { readonly kind: 'receiving' }
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The answer came from something before OSS: a fault of the kind `portal-…` or `certificate`. */
      readonly foreign: boolean;
      /** OSS's `Code`, where it refused. */
      readonly code?: string;
      readonly message?: string;
      readonly ec?: string;
      /** Of the object. */
      readonly key?: string;
      readonly etag?: string;
      /** From the first byte of the request, in milliseconds. */
      readonly took: number;
    }
  /** A fault: no answer was sent. */
  | { readonly kind: 'withheld'; readonly ending: 'cut' | 'silence'; readonly took: number };
