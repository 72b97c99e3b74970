/** Held by the document that runs the mini-program. */
const LOCK = 'preview:phone';

/** How long the lock of a page that was just left may take to be free, in milliseconds. */
const PATIENCE = 400;

const NOTE = "The phone is open in another tab. Two of them on one storage would overwrite each other's records.";
const GOES_ON = 'It goes on here as soon as the other one is closed.';
const TAKE_OVER = 'Use it here';

/**
 * Resolves once no other document of this origin runs the mini-program: their storage is the same. Meanwhile it says so, with a
 * button that takes the phone over; the other document then waits in turn.
 */
export async function becomeOnlyPhone(window: Window): Promise<void> {
  // Missing on insecure origins, such as plain http on the LAN, although the types promise it.
  const locks = window.navigator.locks as LockManager | undefined;
  if (locks === undefined) return;
  const { document } = window;
  await new Promise<void>((resolve) => {
    const hold = async (options: LockOptions) => {
      try {
        await locks.request(LOCK, options, () => {
          window.clearTimeout(timer);
          note.remove();
          resolve();
          return new Promise(() => {}); // as long as the document lives
        });
      } catch {
        window.location.reload(); // another document took over
      }
    };
    const note = createNote(document, () => void hold({ steal: true }));
    const timer = window.setTimeout(() => document.body.append(note), PATIENCE);
    void hold({});
  });
}

function createNote(document: Document, takeOver: () => void): HTMLElement {
  const note = document.createElement('main');
  note.className = 'other-phone';
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  text.textContent = NOTE;
  const more = document.createElement('p');
  more.textContent = GOES_ON;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = TAKE_OVER;
  button.addEventListener('click', takeOver);
  note.append(text, more, button);
  return note;
}
