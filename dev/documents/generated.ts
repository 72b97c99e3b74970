import { renderErrors } from './errors/render-errors';

/** The documents that `npm run docs` writes, by their path, and how each is made. */
export const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/errors.md': () => renderErrors('en'),
  'docs/errors.zh-CN.md': () => renderErrors('zh'),
};
