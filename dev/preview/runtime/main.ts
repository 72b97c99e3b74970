import './elements/elements.css';
import './phone/phone.css';
import './wx/dialogs.css';
import type { template } from 'glass-easel';
import type { MiniProgram } from '../mini-program';
import { showBuildState } from './build-state';
import { catchUncaughtErrors, reportError } from './errors';
import { becomeOnlyPhone } from './phone/only-phone';
import { runMiniProgram } from './run';
import { openUserFiles } from './wx/user-files';

declare global {
  interface Window {
    /** Called by the script of a build (see dev/preview/build.ts). */
    startMiniProgram(miniProgram: MiniProgram, templates: template.ProcGenGroupList): Promise<void>;
  }
}

catchUncaughtErrors(window);
window.startMiniProgram = async (miniProgram, templates) => {
  try {
    await becomeOnlyPhone(window);
    // Not earlier: a browser opens six connections to one server, and each page that listens for builds keeps one.
    showBuildState(document);
    runMiniProgram(miniProgram, templates, await openUserFiles(window.indexedDB));
  } catch (error) {
    reportError(error);
  }
};
