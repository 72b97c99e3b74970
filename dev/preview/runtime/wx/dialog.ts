/** Opens a modal dialog and resolves with its first answer, which removes it; Escape answers with `cancelled`. */
export function ask<Answer>(
  className: string,
  cancelled: Answer,
  build: (dialog: HTMLDialogElement, answer: (answer: Answer) => void) => void,
): Promise<Answer> {
  const dialog = document.createElement('dialog');
  dialog.className = className;
  return new Promise<Answer>((resolve) => {
    dialog.addEventListener('cancel', () => resolve(cancelled));
    build(dialog, resolve);
    document.body.append(dialog);
    dialog.showModal();
  }).finally(() => dialog.remove());
}

export function dialogButton(text: string, color: string | undefined, tap: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  if (color !== undefined) button.style.color = color;
  button.addEventListener('click', tap);
  return button;
}
