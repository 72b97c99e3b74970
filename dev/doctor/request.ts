import type { PolicyDefaults, RequestParts } from '../../miniprogram/services/oss-upload/inspect';

/** What the doctor examines: the settings of config.ts. */
export interface DoctorRequest {
  /** The backend's address for policies. */
  url: string;
  parts: RequestParts;
  defaults: PolicyDefaults;
}
