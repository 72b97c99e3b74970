import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { FormHead } from './form';
import type { FormFields } from './form-fields';
import { invalidArgument } from './oss-error';

/** The headers of an object that its form decides: answered again whenever the object is read. */
export interface ObjectHeaders {
  contentType: string;
  /** `cache-control`, `content-disposition`, `content-encoding`, `expires` and all `x-oss-meta-…`. */
  more: Record<string, string>;
}

/** @throws OssError InvalidArgument where a value cannot be a header */
export function readObjectHeaders(head: FormHead): ObjectHeaders {
  const contentType = effectiveContentType(head);
  checkHeader('content-type', contentType);

  const more: Record<string, string> = {};
  for (const [name, value] of head.fields) {
    if (/^(cache-control|content-disposition|content-encoding|expires|x-oss-meta-.+)$/.test(name)) {
      checkHeader(name, value);
      more[name] = value;
    }
  }
  return { contentType, more };
}

/**
 * What the object's Content-Type will be. It is also what a condition about `$content-type` is held against: the
 * documents do not say so, this reading is ours. It is the one under which such a condition cannot be got round.
 */
export function effectiveContentType({ fields, partType }: FormHead): string {
  return fields.get('x-oss-content-type') || fields.get('content-type') || partType || 'application/octet-stream';
}

/** @throws OssError InvalidArgument */
export function checkAcl(fields: FormFields): void {
  const acl = fields.get('x-oss-object-acl');
  if (acl !== undefined && !/^(default|private|public-read|public-read-write)$/.test(acl)) {
    throw invalidArgument(
      'x-oss-object-acl',
      `Invalid x-oss-object-acl "${acl}": default, private, public-read or public-read-write is expected.`,
    );
  }
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    throw invalidArgument(name, `${name} cannot be a header: ${cause instanceof Error ? cause.message : cause}.`);
  }
}
