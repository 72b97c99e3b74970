import './frame.css';
import './workbench.css';
import './requests.css';
import './controls.css';
import { element, h } from './dom';
import { installDrawer } from './drawer';
import { followEvents } from './follow-events';
import type { Panel } from './panel';
import { createFaultsPanel } from './panels/faults';
import { createObjectsPanel } from './panels/objects';
import { createPhonePanel } from './panels/phone';
import { createRequestsPanel } from './panels/requests';
import { createPhoneState } from './phone-state';
import { createPhoneView } from './phone-view';
import { createTabs } from './tabs';
import { createTypeErrors } from './type-errors';
import { words } from './words';

const phone = element('.phone');
const stage = element('.stage');
const phoneState = createPhoneState(window.sessionStorage);
const phoneView = createPhoneView(stage, phone, phoneState);
const panels: readonly Panel[] = [
  createObjectsPanel(),
  createRequestsPanel(),
  createPhonePanel(phoneState, phoneView),
  createFaultsPanel(),
];
const typeErrors = createTypeErrors();
const tabs = createTabs(panels, words.tabs);
const workbench = h(
  'aside',
  { class: 'workbench', attributes: { id: 'workbench', 'aria-labelledby': 'workbench-title' } },
  h(
    'header',
    { class: 'workbench-head' },
    h('h1', { attributes: { id: 'workbench-title' } }, words.workbench),
    tabs.list,
  ),
  typeErrors.element,
  ...tabs.panels,
);
stage.before(installDrawer(window, phone, workbench));
stage.after(workbench);

followEvents(document, (event) => {
  typeErrors.receive(event);
  for (const panel of panels) panel.receive?.(event);
  tabs.refresh();
});
