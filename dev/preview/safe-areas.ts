/** Lets the phone's own safe areas win over the browser's: `env(safe-area-inset-top)` cannot be set by a script. */
export function withSafeAreas(css: string): string {
  return css.replace(
    /\b(?:env|constant)\(\s*(safe-area-inset-(?:top|right|bottom|left))\s*(,[^()]*)?\)/g,
    (_, name: string, fallback = '') => `var(--preview-${name}, env(${name}${fallback}))`,
  );
}
