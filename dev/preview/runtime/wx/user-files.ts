/** The files that a mini-program keeps below `wx.env.USER_DATA_PATH`, by path. They outlast the page, as on a phone. */
export interface UserFiles {
  get(path: string): Blob | undefined;
  paths(): string[];
  /** Of all files, in bytes. */
  size(): number;
  /** Fulfilled when the browser has it on disk. */
  put(path: string, file: Blob): Promise<void>;
  delete(path: string): Promise<void>;
}

const STORE = 'files';

/** Loads what is there, so that it can be shown and read from the first moment. */
export async function openUserFiles(indexedDB: IDBFactory): Promise<UserFiles> {
  const database = await open(indexedDB);
  const reading = database.transaction(STORE).objectStore(STORE);
  const [paths, blobs] = await Promise.all([done(reading.getAllKeys()), done<Blob[]>(reading.getAll())]);
  const files = new Map(paths.map((path, index) => [String(path), blobs[index] ?? new Blob()]));

  /** Fulfilled when the change is on disk, which is later than when the request has succeeded. */
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
