import { h } from './dom';
import { words } from './words';

/** From this width on the workbench stands beside the phone. */
const WIDE = '(min-width: 900px)';

/** Shows the workbench beside the phone, or behind a button where there is no room for both. */
export function installDrawer(window: Window, phone: HTMLElement, workbench: HTMLElement): HTMLElement {
  const wide = window.matchMedia(WIDE);
  const opener = h(
    'button',
    { class: 'opener', attributes: { type: 'button', 'aria-controls': workbench.id, 'aria-expanded': 'false' } },
    words.workbench,
  );
  const closer = h('button', { class: 'closer', attributes: { type: 'button', 'aria-label': words.close } }, '×');
  const bar = h('div', { class: 'bar' }, opener);
  let isOpen = false;

  const refresh = () => {
    workbench.hidden = !wide.matches && !isOpen;
    phone.inert = !wide.matches && isOpen;
    document.body.classList.toggle('has-drawer', !wide.matches && isOpen);
    bar.inert = phone.inert;
    opener.setAttribute('aria-expanded', String(isOpen));
  };
  const toggle = (open: boolean) => {
    isOpen = open;
    refresh();
    if (wide.matches) workbench.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
    else (open ? closer : opener).focus();
  };
  opener.addEventListener('click', () => toggle(true));
  closer.addEventListener('click', () => toggle(false));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && isOpen && !wide.matches) toggle(false);
  });
  // The capsule button of the phone opens it, too (see runtime/phone/capsule.ts).
  window.addEventListener('message', ({ origin, data }) => {
    if (origin === window.location.origin && data === 'preview:open-workbench') toggle(true);
  });
  wide.addEventListener('change', refresh);
  workbench.querySelector('.workbench-head')?.append(closer);
  refresh();
  return bar;
}
