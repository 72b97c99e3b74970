/** Calls back once after so many milliseconds, unless what it returns is called before. */
export type Timer = (milliseconds: number, callback: () => void) => () => void;

export const startTimer: Timer = (milliseconds, callback) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};
