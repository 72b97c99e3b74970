import { createListeners } from '../listeners';

/** The last records of something that happens, for people who look at it. */
export interface RecordLog<Entry> {
  /** Adds a record, or replaces the one with its id. */
  put(record: Entry): void;
  /** Newest last. */
  list(): readonly Entry[];
  /** Calls the listener with each record that is put. Returns a function that stops it. */
  onChange(listener: (record: Entry) => void): () => void;
}

/** @param limit how many records are kept */
export function createRecordLog<Entry extends { readonly id: string }>(limit = 100): RecordLog<Entry> {
  const records = new Map<string, Entry>();
  const listeners = createListeners<Entry>();
  return {
    put(record) {
      records.set(record.id, record);
      for (const oldest of records.keys()) {
        if (records.size <= limit) break;
        records.delete(oldest);
      }
      listeners.call(record);
    },
    list: () => [...records.values()],
    onChange: listeners.add,
  };
}
