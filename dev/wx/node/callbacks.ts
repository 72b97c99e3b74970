/** What every call of `wx` takes; `undefined` and `never` fit the types of all of them. */
export interface Callbacks {
  success?: ((result: never) => void) | undefined;
  fail?: ((failure: never) => void) | undefined;
}

/** Only what our code reads of an answer is given: hence the cast. */
export function succeed(option: Callbacks, result: object): void {
  option.success?.(result as never);
}

/** Only what our code reads of a failure is given: hence the cast. */
export function fail(option: Callbacks, errMsg: string, errno?: number): void {
  option.fail?.({ errMsg, ...(errno === undefined ? {} : { errno }) } as never);
}
