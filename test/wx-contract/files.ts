/** The files that a case can pick, by name: ASCII text. */
export const FILES: Readonly<Record<string, string>> = {
  'picture.jpg': 'a picture',
  'other.jpg': 'another picture',
  'half.jpg': 'h'.repeat(800),
  'over.jpg': 'o'.repeat(1200),
  'large.jpg': 'l'.repeat(300_000),
  /** Larger than the connection's buffers. */
  'huge.jpg': 'h'.repeat(16_000_000),
  'empty.jpg': '',
};

/** The stand-ins' quota in the suite, in bytes: low, so that no case has to fill 200 MB. */
export const QUOTA = { userFile: 1000, userFiles: 1500, storageKey: 1000, storage: 2500 };
