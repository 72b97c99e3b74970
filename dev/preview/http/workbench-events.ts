import type { RecordLog } from '../../http/record-log';
import { writeFaults } from '../../oss/faults/write-faults';
import type { LocalOss } from '../../oss/server';
import type { RequestRecord, WorkbenchEvent } from '../workbench-protocol';
import { createEventStream, type EventStream } from './event-stream';

/** The local OSS whose forms and objects the workbench shows. */
export interface WorkbenchCloud {
  /** As a browser reaches it, without a slash at the end. */
  readonly ossUrl: string;
  readonly oss: Pick<LocalOss, 'forms' | 'objects' | 'faults'>;
}

/** How many objects a page gets to begin with. */
const MAX_OBJECTS = 300;

export interface WorkbenchEvents extends EventStream<WorkbenchEvent> {
  setTypeErrors(problems: readonly string[]): void;
}

/** Publishes to the workbench what happens: forms, objects, and requests of the mini-program. */
export function createWorkbenchEvents(
  cloud: WorkbenchCloud | undefined,
  requests: RecordLog<RequestRecord>,
): WorkbenchEvents {
  let typeErrors: readonly string[] = [];
  const stream = createEventStream<WorkbenchEvent>(() => ({
    kind: 'start',
    ossUrl: cloud?.ossUrl,
    objects: cloud === undefined ? [] : newest(cloud.oss.objects),
    forms: cloud?.oss.forms.list() ?? [],
    requests: requests.list(),
    typeErrors,
    faults: cloud && writeFaults(cloud.oss.faults.current()),
  }));
  const stops = [
    requests.onChange((request) => stream.publish({ kind: 'request', request })),
    cloud?.oss.forms.onChange((form) => stream.publish({ kind: 'form', form })),
    cloud?.oss.faults.onChange((faults) => stream.publish({ kind: 'faults', faults: writeFaults(faults) })),
    cloud?.oss.objects.onStored((object) => stream.publish({ kind: 'object', object })),
  ];
  return {
    ...stream,
    setTypeErrors(problems) {
      typeErrors = problems;
      stream.publish({ kind: 'types', typeErrors });
    },
    close() {
      for (const stop of stops) stop?.();
      stream.close();
    },
  };
}

function newest(objects: LocalOss['objects']) {
  return [...objects.list()].sort((a, b) => b.lastModified.localeCompare(a.lastModified)).slice(0, MAX_OBJECTS);
}
