import type { WorkbenchEvent } from '../workbench-protocol';

/**
 * Calls the listener with each event of the preview's server while the tab is looked at. A browser opens six connections to one
 * server, so a hidden tab keeps none; the first event after that holds what it missed.
 */
export function followEvents(document: Document, listener: (event: WorkbenchEvent) => void): void {
  let events: EventSource | undefined;
  const refresh = () => {
    if (document.hidden) {
      events?.close();
      events = undefined;
    } else if (events === undefined) {
      events = new EventSource('/preview/workbench/events');
      // Written by the preview's own server.
      events.addEventListener('message', ({ data }) => listener(JSON.parse(data) as WorkbenchEvent));
    }
  };
  document.addEventListener('visibilitychange', refresh);
  refresh();
}
