/** A picture on the disk. */
export interface Picture {
  id: string;
  path: string;
  /** In bytes. */
  size: number;
}

/** What a client gets to upload, and where to. */
export interface Upload {
  pictures: readonly Picture[];
  /** Of policies and credentials: `/policy`, `/sts`. Without a trailing slash, as the next one. */
  serviceUrl: string;
  /** Of objects: OSS and COS at the root, `/xhr`, `/tus/`. */
  objectsUrl: string;
  rawPort: number;
  /** An empty folder. */
  dir: string;
  /** Starts the clock, once: the user has picked the pictures. */
  picked(): void;
}

/** Uploads pictures. Resolves once the client says that all are stored. */
export type Client = (upload: Upload) => Promise<void>;

/** Runs a task for each item, a few at a time. */
export async function fewAtATime<Item>(items: readonly Item[], few: number, task: (item: Item) => Promise<void>) {
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: few }, work));
}
