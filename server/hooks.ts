import type { StoredObject } from './callback/report';
import type { Authorize } from './identity/authorize';

/** What a team adds of its own. This and the settings are all there is to edit; see docs/deployment.md, "Hooks". */
export interface Hooks {
  /** Says who makes a request, in place of WeChat's login. Needs AUTH=custom. */
  authorize?: Authorize;
  /** Called with each login, for a team that needs openids later. Nothing else keeps them. */
  onLogin?: (login: { user: string; openid: string }) => void | Promise<void>;
  /**
   * Called with each picture that OSS has reported and all checks have passed, before OSS answers the client. OSS
   * waits five seconds in all, so take no more than three. Once for one object as far as this process, or Redis, remembers: make it idempotent by `object.id`.
   * @param user undefined with AUTH=none
   */
  onStored?: (object: StoredObject, user: string | undefined) => void | Promise<void>;
}

export const hooks: Hooks = {};
