/** An object as the local OSS lists it. */
export interface ListedObject {
  key: string;
  /** In bytes. */
  size: number;
  etag: string;
  contentType: string;
  /** ISO 8601. */
  lastModified: string;
  crc64: string;
}
