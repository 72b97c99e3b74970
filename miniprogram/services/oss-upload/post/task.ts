/** Work in flight that can be aborted. */
export interface Task<Result> {
  /** Rejects with `UploadError` `aborted` after `abort`, unless it has settled before. */
  result: Promise<Result>;
  /** Stops the work; without effect once it has ended. */
  abort(): void;
}
