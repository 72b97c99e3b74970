/** The files that can be picked, by name: ASCII text. */
export const FILES: Readonly<Record<string, string>> = {
  'picture.jpg': 'a picture',
  'other.jpg': 'another picture',
  'half.jpg': 'h'.repeat(800),
  'over.jpg': 'o'.repeat(1200),
  'large.jpg': 'l'.repeat(300_000),
  /** More than the connection takes before the server reads. */
  'huge.jpg': 'h'.repeat(16_000_000),
  'empty.jpg': '',
};

/** What each stand-in gives the mini-program here, in bytes: a test need not fill 200 MB. */
export const QUOTA = { userFile: 1000, userFiles: 1500, storageKey: 1000, storage: 2500 };
