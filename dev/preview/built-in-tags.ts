/** The built-in components that the preview has; each is a file in runtime/elements/. */
export const BUILT_IN_TAGS = ['view', 'text', 'image', 'button', 'progress', 'scroll-view'] as const;

export type BuiltInTag = (typeof BUILT_IN_TAGS)[number];

/** Tags that the template language itself understands. */
export const TEMPLATE_TAGS = ['block', 'slot', 'template', 'import', 'include', 'wxs'] as const;
