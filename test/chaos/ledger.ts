import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { callbacksOf, type Watcher } from '../../dev/wx/phone/watched-calls';

/** A picture that was picked, as the person knows it. */
export interface PickedPicture {
  id: string;
  /** SHA-1 of the picture. */
  digest: string;
  owner: string;
}

/** What is true, whatever the mini-program says: what was picked, what the phone holds of it, and what is in the bucket. */
export type Ledger = ReturnType<typeof createLedger>;

/** @param contents the folder with the bytes of the bucket's objects */
export function createLedger(contents: string) {
  const picks = new Map<string, PickedPicture>();
  const recorded = new Set<string>();
  const copied = new Set<string>();
  const garbled = new Set<string>();
  /** Digests by object key. */
  const objects = new Map<string, string>();
  const storedTwice: string[] = [];

  /** What happened to each image, for whoever looks for the cause of a violation. */
  const histories = new Map<string, string[]>();

  function note(id: string, event: string): void {
    const history = histories.get(id);
    if (history) history.push(event);
    else histories.set(id, [event]);
  }

  const watcher: Watcher = (name, call, args) => {
    const [options] = args;
    for (const file of typeof options === 'object' ? Object.values(options ?? {}) : []) {
      if (typeof file === 'string' && file.includes(ID_END)) note(copyId(file), `${name} ${path.basename(file)}`);
    }
    if (name === 'setStorageSync') {
      const result = call(...args);
      const id = recordId(String(args[0]));
      if (id !== undefined) recorded.add(id);
      return result;
    }
    const callbacks = callbacksOf(args);
    if (name !== 'rename' || !callbacks || !('newPath' in callbacks)) return call(...args);
    const copy = String(callbacks.newPath);
    return call({
      ...callbacks,
      success(result: never) {
        const id = copyId(copy);
        // A page that was opened meanwhile may have deleted it.
        if (existsSync(copy) && sha1(readFileSync(copy)) === picks.get(id)?.digest) copied.add(id);
        callbacks.success(result);
      },
    });
  };

  return {
    /** Sees the calls that are really carried out. */
    watcher,
    pick: (picked: PickedPicture) => void picks.set(picked.id, picked),
    note,
    /** All that is known of an image, in the order in which it happened. */
    history: (id: string) => (histories.get(id) ?? []).join(' → '),
    picks: () => [...picks.values()],
    stored({ key, content }: { key: string; content: string }): void {
      if (objects.has(key)) storedTwice.push(key);
      objects.set(key, sha1(readFileSync(path.join(contents, content))));
    },
    /** Other code overwrote a record. */
    garbled(key: string): void {
      const id = recordId(key);
      if (id !== undefined) garbled.add(id);
    },
    /** Whether the phone held an image: its record was written, and not overwritten by others, or a whole copy was made. */
    isHeld: (id: string) => copied.has(id) || (recorded.has(id) && !garbled.has(id)),
    isCopied: (id: string) => copied.has(id),
    hasArrived: (digest: string) => [...objects.values()].includes(digest),
    digestAt: (key: string) => objects.get(key),
    /** Whether an object of the image's own name is in the bucket. */
    isStored: (id: string) => [...objects.keys()].some((key) => path.parse(key).name === id),
    /** Objects beyond one for each picture. A picture whose record others overwrote may be picked as a new one. */
    doubled(): string[] {
      const extra = [...new Set(objects.values())].flatMap((digest) => {
        const same = [...objects.keys()].filter((key) => objects.get(key) === digest);
        const forgotten = [...picks.values()].filter((picked) => picked.digest === digest && garbled.has(picked.id));
        return same.slice(1 + forgotten.length).map((key) => `${key} holds a picture that is there already`);
      });
      return [...storedTwice.map((key) => `${key} was stored twice`), ...extra];
    },
    /** Objects with other bytes than picked, or under another person's prefix. */
    wrong(prefixes: Readonly<Record<string, string>>): string[] {
      return [...objects].flatMap(([key, digest]) => {
        const picked = picks.get(path.parse(key).name);
        const isOwn =
          picked && [...picks.values()].some((one) => one.digest === digest && one.digest === picked.digest);
        if (!picked || !isOwn) return `${key} holds other bytes than picked`;
        return key.startsWith(prefixes[picked.owner] ?? '') ? [] : `${key} is ${picked.owner}'s`;
      });
    },
  };
}

/** Ends the id in the name of a copy. */
const ID_END = '+';

/** The id of the image that a copy is of. */
export function copyId(copy: string): string {
  const [id = ''] = path.parse(copy).name.split(ID_END);
  return id;
}

function recordId(key: string): string | undefined {
  const [, id] = /\/image\/(.*)$/.exec(key) ?? [];
  return id === undefined ? undefined : decodeURIComponent(id);
}

export function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
