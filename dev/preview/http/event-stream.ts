import type { ServerResponse } from 'node:http';
import { COMMON_HEADERS } from './answer';

/** Publishes events to all open pages, by server-sent events. */
export interface EventStream<Event> {
  /** Keeps the answer open, and starts with the greeting, so that a page that was asleep catches up. */
  connect(response: ServerResponse): void;
  publish(event: Event): void;
  close(): void;
}

/** @param greet makes the first event of each page */
export function createEventStream<Event>(greet: () => Event): EventStream<Event> {
  const open = new Set<ServerResponse>();
  const send = (response: ServerResponse, event: Event) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  return {
    connect(response) {
      response.writeHead(200, { ...COMMON_HEADERS, 'content-type': 'text/event-stream' });
      // How soon a page asks again when the server was restarted.
      response.write('retry: 500\n');
      open.add(response);
      response.on('close', () => open.delete(response));
      send(response, greet());
    },
    publish(event) {
      for (const response of open) send(response, event);
    },
    close() {
      for (const response of open) response.end();
      open.clear();
    },
  };
}
