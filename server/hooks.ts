import type { StoredObject } from './callback/report';
import type { Authorize } from './identity/authorize';

/** Your own code in the backend. This file and the settings are all you need to edit; see docs/deployment.md, "Hooks". */
export interface Hooks {
  /** Identifies the user of a request instead of WeChat's login. Needs AUTH=custom. */
  authorize?: Authorize;
  /** Called at each login. Save the openid here if you need it later; nothing else stores it. */
  onLogin?: (login: { user: string; openid: string }) => void | Promise<void>;
  /**
   * Called for each picture that OSS has reported, once all checks have passed and before OSS responds to the client. OSS
   * waits five seconds in total, so take at most three. Called once per object as far as this process, or Redis, remembers:
   * make it idempotent by `object.id`.
   * @param user undefined with AUTH=none
   */
  onStored?: (object: StoredObject, user: string | undefined) => void | Promise<void>;
}

export const hooks: Hooks = {};
