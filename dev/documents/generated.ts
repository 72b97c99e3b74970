import { renderApi } from './api/render-api';
import { renderErrors } from './errors/render-errors';

/** The documents that `npm run docs` writes, by their path, and how each is made. */
export const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/api.md': renderApi,
  'docs/errors.md': () => renderErrors('en'),
  'docs/errors.zh-CN.md': () => renderErrors('zh'),
};
