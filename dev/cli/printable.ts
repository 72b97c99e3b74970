/** What a terminal takes for a command, for a line's end, or for a change of the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text that others wrote as one line for the terminal: nothing in it moves the cursor or makes other text look different. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
