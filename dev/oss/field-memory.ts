import { serviceUnavailable } from './oss-error';

/**
 * The memory that the fields of all forms under way share. Fields are kept until the file begins, and only then is it known
 * whether anyone signed them.
 */
export interface FieldMemory {
  /** @throws OssError ServiceUnavailable where not so much is left */
  take(bytes: number): void;
  giveBack(bytes: number): void;
}

/** Four of the largest forms, or thousands of usual ones. */
const MAX_BYTES = 32 * 1024 * 1024;

export function createFieldMemory(maxBytes = MAX_BYTES): FieldMemory {
  let left = maxBytes;
  return {
    take(bytes) {
      if (bytes > left) throw serviceUnavailable();
      left -= bytes;
    },
    giveBack(bytes) {
      left += bytes;
    },
  };
}
