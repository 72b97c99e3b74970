import { createHash, randomUUID } from 'node:crypto';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Draft, receiveDraft } from './draft';
import { lockFolder } from './folder-lock';
import { parseStoredObject, type StoredObject } from './stored-object';

/** What a form says about an object beside its bytes. */
export type ObjectProperties = Pick<StoredObject, 'key' | 'contentType' | 'headers'>;

/** An object and its bytes, open for reading; the reader closes them. */
export interface OpenObject {
  object: StoredObject;
  bytes: FileHandle;
}

/**
 * The objects of one bucket, in a folder of their own; one process at a time.
 *
 * - `contents/<uuid>` holds bytes, written once and never changed.
 * - `objects/<SHA-256 of the key>.json` says which of them are the object, and is only ever replaced whole. So no key
 *   can lead out of the folder or collide with another one, and a reader sees either the old object or the new one.
 *
 * Contents that no object names are what a crash left; opening the store removes them.
 */
export interface ObjectStore {
  /** See `receiveDraft`. */
  receive(bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<Draft>;
  /** Removes a draft that will not be an object. */
  discard(draft: Draft): Promise<void>;
  /**
   * Makes a draft the object of its key.
   * @returns undefined, with nothing changed, where `forbidOverwrite` is set and the key has an object
   */
  commit(draft: Draft, properties: ObjectProperties, forbidOverwrite: boolean): Promise<StoredObject | undefined>;
  open(key: string): Promise<OpenObject | undefined>;
  /** All objects, in the order of their keys. */
  list(): Promise<StoredObject[]>;
  /** Frees the folder for another process. */
  close(): Promise<void>;
}

/** What writes the records of objects. */
export interface RecordDisk {
  writeFile(path: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

/**
 * Opens the store, and makes its folder where there is none.
 * @throws Error that names the folder where objects cannot be written there, or another process uses it
 */
export async function openObjectStore(
  dataDir: string,
  now: () => Date,
  disk: RecordDisk = { writeFile, rename },
): Promise<ObjectStore> {
  const contentsDir = join(dataDir, 'contents');
  const objectsDir = join(dataDir, 'objects');
  try {
    for (const folder of [contentsDir, objectsDir]) await makeWritable(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot keep objects in ${dataDir}: ${reason}. Choose another folder (--data).`, { cause });
  }
  const unlock = await lockFolder(dataDir);
  try {
    await removeLeftOvers(contentsDir, await listObjects(objectsDir));
  } catch (error) {
    await unlock();
    throw error;
  }

  const newContentPath = () => join(contentsDir, randomUUID());
  const objectPath = (key: string) => join(objectsDir, `${createHash('sha256').update(key).digest('hex')}.json`);

  async function replace({ path, size, etag, crc64 }: Draft, properties: ObjectProperties, forbidOverwrite: boolean) {
    const before = await readObject(objectPath(properties.key));
    if (before !== undefined && forbidOverwrite) return undefined;

    const lastModified = now().toISOString();
    const object: StoredObject = { ...properties, size, etag, crc64, lastModified, content: basename(path) };
    const prepared = newContentPath();
    try {
      await disk.writeFile(prepared, JSON.stringify(object, undefined, 2));
      await disk.rename(prepared, objectPath(properties.key));
    } catch (error) {
      await rm(prepared, { force: true });
      throw error;
    }
    // Nothing refers to the old bytes any more: if they cannot be removed now, the next start removes them.
    if (before !== undefined) await rm(join(contentsDir, before.content), { force: true }).catch(() => undefined);
    return object;
  }

  async function openOnce(key: string): Promise<OpenObject | 'replaced meanwhile' | undefined> {
    const object = await readObject(objectPath(key));
    if (object === undefined) return undefined;
    const bytes = await unlessMissing(open(join(contentsDir, object.content)));
    return bytes === undefined ? 'replaced meanwhile' : { object, bytes };
  }

  const oneAfterAnother = queue();
  return {
    receive: (bytes, maxBytes) => receiveDraft(bytes, newContentPath(), maxBytes),
    discard: ({ path }) => rm(path, { force: true }),
    commit: (draft, properties, forbidOverwrite) => oneAfterAnother(() => replace(draft, properties, forbidOverwrite)),
    open: async (key) => {
      const opened = await openOnce(key);
      if (opened !== 'replaced meanwhile') return opened;
      // Behind all commits that are under way nothing is being replaced.
      const settled = await oneAfterAnother(() => openOnce(key));
      if (settled === 'replaced meanwhile') throw new Error(`The bytes of ${key} are missing in ${contentsDir}.`);
      return settled;
    },
    list: () => listObjects(objectsDir),
    close: unlock,
  };
}

/** @throws Error of the file system where files cannot be written there, so that this shows before the first upload */
async function makeWritable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK | constants.X_OK);
}

async function listObjects(objectsDir: string): Promise<StoredObject[]> {
  const names = (await readdir(objectsDir)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  const objects: StoredObject[] = [];
  // One after another: a process may not have as many files open at once as there are objects.
  for (const name of names) {
    const object = await readObject(join(objectsDir, name));
    if (object !== undefined) objects.push(object);
  }
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function readObject(path: string): Promise<StoredObject | undefined> {
  const json = await unlessMissing(readFile(path, 'utf8'));
  if (json === undefined) return undefined;
  try {
    return parseStoredObject(json);
  } catch (cause) {
    throw new Error(`${path} was changed from outside and cannot be read; remove it.`, { cause });
  }
}

async function removeLeftOvers(contentsDir: string, objects: readonly StoredObject[]): Promise<void> {
  const named = new Set(objects.map(({ content }) => content));
  const isOurs = (name: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
  const leftOver = (await readdir(contentsDir)).filter((name) => isOurs(name) && !named.has(name));
  await Promise.all(leftOver.map((name) => rm(join(contentsDir, name))));
}

async function unlessMissing<Value>(opening: Promise<Value>): Promise<Value | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Runs tasks in the order in which they come, each after the one before has ended, well or not. */
function queue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined); // the caller of this task gets its failure
    return result;
  };
}
