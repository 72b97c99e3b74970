/** Files that a mini-program keeps below `wx.env.USER_DATA_PATH`, by path. They persist across reloads, as on a phone. */
export interface UserFiles {
  get(path: string): Blob | undefined;
  paths(): string[];
  /** Total size in bytes. */
  size(): number;
  /** Resolves once the file is on disk. */
  put(path: string, file: Blob): Promise<void>;
  delete(path: string): Promise<void>;
}

const STORE = 'files';

/** Loads the persisted files, so that they are available synchronously. */
export async function openUserFiles(indexedDB: IDBFactory): Promise<UserFiles> {
  const database = await open(indexedDB);
  const reading = database.transaction(STORE).objectStore(STORE);
  const [paths, blobs] = await Promise.all([done(reading.getAllKeys()), done<Blob[]>(reading.getAll())]);
  const files = new Map(paths.map((path, index) => [String(path), blobs[index] ?? new Blob()]));

  /** Resolves once the change is on disk, which is later than the request's success. */
  function change(make: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    make(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    get: (path) => files.get(path),
    paths: () => [...files.keys()],
    size: () => [...files.values()].reduce((sum, { size }) => sum + size, 0),
    async put(path, file) {
      await change((store) => store.put(file, path));
      files.set(path, file);
    },
    async delete(path) {
      files.delete(path);
      await change((store) => store.delete(path));
    },
  };
}

function open(indexedDB: IDBFactory): Promise<IDBDatabase> {
  const request = indexedDB.open('wx:user-files', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
