import { createEventStream, type EventStream } from './event-stream';

/** The state of the build that open pages get (see runtime/build-state.ts). */
export interface BuildState {
  /** The id of the last good build. */
  readonly id: string;
  /** Why the newest sources do not build; empty when they do. */
  readonly problems: readonly string[];
}

/** Publishes each build to all open pages. */
export function createBuildEvents(start: BuildState): EventStream<BuildState> {
  let current = start;
  const stream = createEventStream(() => current);
  return {
    ...stream,
    publish(state) {
      current = state;
      stream.publish(state);
    },
  };
}
