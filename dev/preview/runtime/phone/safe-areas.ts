import { SAFE_AREAS } from '../../phone-settings';
import type { PhoneSource } from './settings';

/** Sets the variables that stand before `env(safe-area-inset-…)`, which no script can set (see ../../safe-areas.ts). */
export function applySafeAreas(root: HTMLElement, phone: PhoneSource): void {
  const apply = () => {
    const { safeAreas } = phone.current();
    for (const side of ['top', 'bottom'] as const) {
      const name = `--preview-safe-area-inset-${side}`;
      if (safeAreas) root.style.setProperty(name, `${SAFE_AREAS[side]}px`);
      else root.style.removeProperty(name);
    }
  };
  apply();
  phone.changed.on(apply);
}
