import './elements/elements.css';
import './phone/phone.css';
import './wx/dialogs.css';
import type { template } from 'glass-easel';
import type { MiniProgram } from '../mini-program';
import { showBuildState } from './build-state';
import { catchUncaughtErrors, reportError } from './errors';
import { runMiniProgram } from './run';
import { openUserFiles } from './wx/user-files';

declare global {
  interface Window {
    /** Called by the script of a build (see dev/preview/build.ts). */
    startMiniProgram(miniProgram: MiniProgram, templates: template.ProcGenGroupList): Promise<void>;
  }
}

catchUncaughtErrors(window);
showBuildState(document);
window.startMiniProgram = async (miniProgram, templates) => {
  try {
    runMiniProgram(miniProgram, templates, await openUserFiles(window.indexedDB));
  } catch (error) {
    reportError(error);
  }
};
