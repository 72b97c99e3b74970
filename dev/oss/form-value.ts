import type { OssSettings } from '../../server/settings';
import type { FormHead } from './form';
import { effectiveContentType } from './object-headers';

/** What a condition about a field is compared with. @param field its name in lower case */
export function conditionValue(field: string, head: FormHead, settings: OssSettings): string {
  switch (field) {
    case 'bucket':
      return settings.bucket;
    case 'content-type':
      return effectiveContentType(head);
    default:
      return head.fields.get(field) ?? '';
  }
}
