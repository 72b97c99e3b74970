import './frame.css';
import './workbench.css';
import './requests.css';
import type { WorkbenchEvent } from '../workbench-protocol';
import { element, h } from './dom';
import { installDrawer } from './drawer';
import type { Panel } from './panel';
import { createObjectsPanel } from './panels/objects';
import { createRequestsPanel } from './panels/requests';
import { createTabs } from './tabs';
import { words } from './words';

const panels: readonly Panel[] = [createObjectsPanel(), createRequestsPanel()];
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
  ...tabs.panels,
);
const phone = element('.phone');
const stage = element('.stage');
stage.before(installDrawer(window, phone, workbench));
stage.after(workbench);

new EventSource('/preview/workbench/events').addEventListener('message', ({ data }) => {
  const event: WorkbenchEvent = JSON.parse(data); // written by the preview's own server
  for (const panel of panels) panel.receive?.(event);
  tabs.refresh();
});
