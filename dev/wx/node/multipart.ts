import path from 'node:path';
import type { UploadFileOptions } from '../../../miniprogram/services/oss-upload/wx/contract';

/** A multipart/form-data body without the file: `head` holds the form fields in order, `tail` follows the file. */
export interface Multipart {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly contentType: string;
}

export function multipart({ formData, name, filePath }: UploadFileOptions): Multipart {
  const boundary = `----node-wx-${Math.random().toString(36).slice(2)}`;
  const fields = Object.entries(formData).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${String(value)}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${path.basename(filePath)}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    head: Buffer.from(fields.join('') + file),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
