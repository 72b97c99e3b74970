import type { Domain } from './domains';
import type { PolicySummary } from './policy-summary';

/** In the order in which they run. */
export type CheckName =
  | 'policy'
  | 'https'
  | 'clock'
  | 'expiry'
  | 'cors'
  | 'form-limit'
  | 'upload'
  | 'read-back'
  | 'key-limit'
  | 'size-limit'
  | 'type-limit';

/** One thing that a check found, in whole sentences. */
export type Finding =
  | { status: 'ok'; message: string }
  /** `problem` says what was expected and what came, `advice` what to do. `failed` stands in the way of uploads. */
  | { status: 'warning' | 'failed'; problem: string; advice: string }
  | { status: 'skipped'; reason: string };

export interface Step {
  check: CheckName;
  /** What the answer of the backend means; of the check `policy` alone, where it could be read. */
  understood?: PolicySummary;
  findings: readonly Finding[];
  /** Keys of the objects that this check stored. Absent: it stores none. */
  stored?: readonly string[];
}

/** The result of an examination. It holds no secrets. */
export interface Report {
  /** Without its query, which may hold a token. */
  policyUrl: string;
  /** Whether the picture was stored. */
  uploadWorks: boolean;
  steps: readonly Step[];
  /** Keys of the objects that the doctor stored and cannot delete: a signed policy does not permit deletes. */
  leftBehind: readonly string[];
  /** What to enter in WeChat's console; without the host of OSS where no policy names it. */
  domains: readonly Domain[];
}

export function ok(message: string): Finding {
  return { status: 'ok', message };
}

export function warning(problem: string, advice: string): Finding {
  return { status: 'warning', problem, advice };
}

export function failed(problem: string, advice: string): Finding {
  return { status: 'failed', problem, advice };
}

export function skipped(reason: string): Finding {
  return { status: 'skipped', reason };
}
