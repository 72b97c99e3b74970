/** Work under way that can be stopped. */
export interface Task<Result> {
  /** Settles once. After `abort` it rejects with `UploadError` `aborted`, unless it had ended before. */
  result: Promise<Result>;
  /** Stops the work; without effect once it has ended. */
  abort(): void;
}
