import type { ServerResponse } from 'node:http';
import { COMMON_HEADERS } from './answer';

/** Publishes events to all open pages, by server-sent events. */
export interface EventStream<Event> {
  /** Keeps the answer open, and starts with the greeting, so that a page that was asleep catches up. */
  connect(response: ServerResponse): void;
  publish(event: Event): void;
  close(): void;
}

/** @param greet makes the first event of each page; what is published meanwhile comes after it */
export function createEventStream<Event>(greet: () => Event | Promise<Event>): EventStream<Event> {
  const open = new Map<ServerResponse, Promise<unknown>>();
  const send = (response: ServerResponse, event: Event) => {
    if (!response.writableEnded) response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  return {
    connect(response) {
      response.writeHead(200, { ...COMMON_HEADERS, 'content-type': 'text/event-stream' });
      // How soon a page asks again when the server was restarted.
      response.write('retry: 500\n');
      const greeted = Promise.resolve(greet()).then((greeting) => send(response, greeting));
      // Without a greeting the page asks again.
      open.set(
        response,
        greeted.catch(() => response.end()),
      );
      response.on('close', () => open.delete(response));
    },
    publish(event) {
      for (const [response, before] of open)
        open.set(
          response,
          before.then(() => send(response, event)),
        );
    },
    close() {
      for (const response of open.keys()) response.end();
    },
  };
}
