import { z } from 'zod';

const storedObjectSchema = z.object({
  key: z.string(),
  /** In bytes. */
  size: z.number(),
  /** MD5 in upper-case hex, in quotes. */
  etag: z.string(),
  /** Unsigned decimal. */
  crc64: z.string(),
  contentType: z.string(),
  /** ISO 8601. */
  lastModified: z.string(),
  /** Other headers that came with the form, by name in lower case. */
  headers: z.record(z.string(), z.string()),
  /** The name of the file with its bytes. */
  content: z.uuid(),
});

/** All that is known of an object but its bytes; on disk a JSON file. */
export type StoredObject = z.infer<typeof storedObjectSchema>;

/** @throws Error where someone else has changed the file */
export function parseStoredObject(json: string): StoredObject {
  return storedObjectSchema.parse(JSON.parse(json));
}
