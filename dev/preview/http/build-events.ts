import type { ServerResponse } from 'node:http';

/** The state of the build that open pages get (see runtime/build-state.ts). */
export interface BuildState {
  /** The id of the last good build. */
  readonly id: string;
  /** Why the newest sources do not build; empty when they do. */
  readonly problems: readonly string[];
}

/** Publishes each build to all open pages, by server-sent events. */
export interface BuildEvents {
  /** Keeps the answer open, and starts with the present state, so that a page that was asleep catches up. */
  connect(response: ServerResponse): void;
  publish(state: BuildState): void;
  close(): void;
}

export function createBuildEvents(start: BuildState): BuildEvents {
  const open = new Set<ServerResponse>();
  let current = start;
  const send = (response: ServerResponse) => response.write(`data: ${JSON.stringify(current)}\n\n`);
  return {
    connect(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      // How soon a page asks again when the server was restarted.
      response.write('retry: 500\n');
      open.add(response);
      response.on('close', () => open.delete(response));
      send(response);
    },
    publish(state) {
      current = state;
      for (const response of open) send(response);
    },
    close() {
      for (const response of open) response.end();
    },
  };
}
