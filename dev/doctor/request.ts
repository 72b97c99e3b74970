import type { PolicyDefaults, RequestParts } from '../../miniprogram/services/oss-upload/inspect';

/** What the doctor is asked to examine: what would stand in config.ts. */
export interface DoctorRequest {
  /** The backend's address for policies. */
  url: string;
  parts: RequestParts;
  defaults: PolicyDefaults;
}
