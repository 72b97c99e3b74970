import type { Quota } from '../../../wx/quota';
import type { PhoneSource } from './settings';

/** The storage limits, which are 0 while the workbench fills the storage: nothing more can be written, and all can be read. */
export function quotaOf(quota: Quota, phone: PhoneSource): Quota {
  const unlessFull = (bytes: number) => (phone.current().storageFull ? 0 : bytes);
  return {
    ...quota,
    get storage() {
      return unlessFull(quota.storage);
    },
    get userFiles() {
      return unlessFull(quota.userFiles);
    },
  };
}
