/** Calls back once after so many milliseconds. @returns a function that prevents it */
export type Timer = (milliseconds: number, callback: () => void) => () => void;

export const startTimer: Timer = (milliseconds, callback) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};
