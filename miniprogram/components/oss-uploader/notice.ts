/** A sentence that goes by itself. */
export interface Notice {
  say(text: string): void;
  /** Shows an address to select; it stays until the next notice. */
  show(text: string, address: string): void;
  close(): void;
}

/** In milliseconds: long enough to read it twice. */
const TIME = 6000;

export function createNotice(set: (notice: { text: string; address: string }) => void): Notice {
  let stop = () => {};
  const show = (text: string, address: string) => {
    stop();
    set({ text, address });
  };
  return {
    say(text) {
      show(text, '');
      const timer = setTimeout(() => set({ text: '', address: '' }), TIME);
      stop = () => clearTimeout(timer);
    },
    show,
    close: () => stop(),
  };
}
