import type { WorkbenchEvent } from '../workbench-protocol';

/** One tab of the workbench. */
export interface Panel {
  /** Part of element ids. */
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  /** How many things it shows; undefined for a panel that counts nothing. */
  readonly count?: () => number;
  /** Called with each event of the preview's server. */
  receive?(event: WorkbenchEvent): void;
}
