import { locksOf, PATIENCE, PHONE_LOCK } from '../../phone-lock';

/** How long a page that holds the lock may take to load anew, in milliseconds. Until then the lock stays its own. */
const RELOAD_TIME = 1500;

const NOTE = "The phone is open in another tab. Two of them on one storage would overwrite each other's records.";
const GOES_ON = 'It continues here as soon as the other tab is closed.';
const TAKE_OVER = 'Use it here';

/**
 * Resolves once no other document of this origin runs the mini-program: their storage is the same. Meanwhile it says so, with a
 * button that takes the phone over; the other document then waits in turn.
 */
export async function becomeOnlyPhone(window: Window): Promise<void> {
  const locks = locksOf(window);
  if (locks === undefined) return;
  const { document } = window;
  await new Promise<void>((resolve) => {
    let isWaiting = false;
    const hold = async (options: LockOptions) => {
      try {
        await locks.request(PHONE_LOCK, options, (lock) => {
          if (lock === null) return void hold({});
          // The lock is also free while the other page is loaded anew.
          if (isWaiting && options.ifAvailable !== true && options.steal !== true) {
            return void window.setTimeout(hold, RELOAD_TIME, { ifAvailable: true });
          }
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
    const timer = window.setTimeout(() => {
      isWaiting = true;
      document.body.append(note);
    }, PATIENCE);
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
