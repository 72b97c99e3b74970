import type { ImageFacts } from '../miniprogram/services/oss-upload/inspect';

/** What a policy for a sample JPEG is requested with. */
export function imageFacts(name: string): ImageFacts {
  return { name, size: 1000, type: 'image/jpeg', extension: 'jpg', digest: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' };
}
