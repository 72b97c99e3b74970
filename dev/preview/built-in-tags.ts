/** Built-in components of the preview, each implemented in runtime/elements/. */
export const BUILT_IN_TAGS = [
  'view',
  'text',
  'image',
  'button',
  'form',
  'input',
  'progress',
  'scroll-view',
  'page-meta',
] as const;

export type BuiltInTag = (typeof BUILT_IN_TAGS)[number];

/** Tags of the template language itself. */
export const TEMPLATE_TAGS = ['block', 'slot', 'template', 'import', 'include', 'wxs'] as const;
