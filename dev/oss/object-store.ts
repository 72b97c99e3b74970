import { createHash, randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { access, constants, type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
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
 * The objects of one bucket, in a folder of their own; one process at a time, which reads the records once and has them in
 * memory from then on.
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
   * Makes a draft the object of its key. It blocks for short file operations: nothing comes in between, and passing
   * them to other threads would take longer.
   * @returns undefined, with nothing changed, where `forbidOverwrite` is set and the key has an object
   */
  commit(draft: Draft, properties: ObjectProperties, forbidOverwrite: boolean): StoredObject | undefined;
  open(key: string): Promise<OpenObject | undefined>;
  /** All objects, in the order of their keys. */
  list(): StoredObject[];
  /** Frees the folder for another process. */
  close(): Promise<void>;
}

/** What writes the records of objects. */
export interface RecordDisk {
  writeFileSync(path: string, text: string): void;
  renameSync(from: string, to: string): void;
}

/**
 * Opens the store, and makes its folder where there is none.
 * @throws Error that names the folder where objects cannot be written there, or another process uses it; or the record that
 * cannot be read
 */
export async function openObjectStore(
  dataDir: string,
  now: () => Date,
  disk: RecordDisk = { writeFileSync, renameSync },
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
  const objects = new Map<string, StoredObject>();
  try {
    for (const object of await readObjects(objectsDir)) objects.set(object.key, object);
    await removeLeftOvers(contentsDir, objects);
  } catch (error) {
    await unlock();
    throw error;
  }

  const newContentPath = () => join(contentsDir, randomUUID());
  const objectPath = (key: string) => join(objectsDir, `${createHash('sha256').update(key).digest('hex')}.json`);

  function commit({ path, size, etag, crc64 }: Draft, properties: ObjectProperties, forbidOverwrite: boolean) {
    const before = objects.get(properties.key);
    if (before !== undefined && forbidOverwrite) return undefined;

    const lastModified = now().toISOString();
    const object: StoredObject = { ...properties, size, etag, crc64, lastModified, content: basename(path) };
    const prepared = newContentPath();
    try {
      disk.writeFileSync(prepared, JSON.stringify(object, undefined, 2));
      disk.renameSync(prepared, objectPath(properties.key));
    } catch (error) {
      rmSync(prepared, { force: true });
      throw error;
    }
    objects.set(properties.key, object);
    if (before !== undefined) removeIfPossible(join(contentsDir, before.content));
    return object;
  }

  async function openObject(key: string): Promise<OpenObject | undefined> {
    const object = objects.get(key);
    if (object === undefined) return undefined;
    const bytes = await unlessMissing(open(join(contentsDir, object.content)));
    if (bytes !== undefined) return { object, bytes };
    if (objects.get(key) !== object) return openObject(key); // replaced meanwhile
    throw new Error(`The bytes of ${key} are missing in ${contentsDir}.`);
  }

  return {
    receive: (bytes, maxBytes) => receiveDraft(bytes, newContentPath(), maxBytes),
    discard: ({ path }) => rm(path, { force: true }),
    commit,
    open: openObject,
    list: () => [...objects.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    close: unlock,
  };
}

/** @throws Error of the file system where files cannot be written there, so that this shows before the first upload */
async function makeWritable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK | constants.X_OK);
}

async function readObjects(objectsDir: string): Promise<StoredObject[]> {
  const names = (await readdir(objectsDir)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  const objects: StoredObject[] = [];
  // One after another: a process may not have as many files open at once as there are objects.
  for (const name of names) {
    const file = join(objectsDir, name);
    try {
      objects.push(parseStoredObject(await readFile(file, 'utf8')));
    } catch (cause) {
      throw new Error(`${file} was changed from outside and cannot be read; remove it.`, { cause });
    }
  }
  return objects;
}

/** For bytes that nothing refers to any more: where they cannot be removed now, the next start removes them. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // See above.
  }
}

async function removeLeftOvers(contentsDir: string, objects: ReadonlyMap<string, StoredObject>): Promise<void> {
  const named = new Set([...objects.values()].map(({ content }) => content));
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
