import type { ComponentSpace } from 'glass-easel';
import { BUILT_IN_TAGS, type BuiltInTag } from '../../built-in-tags';
import type { FormFields } from '../form-fields';
import type { PageMetas } from '../page-metas';
import { button } from './button';
import { type BuiltIn, registerElement } from './define';
import { form } from './form';
import { image } from './image';
import { input } from './input';
import { pageMeta } from './page-meta';
import { progress } from './progress';
import { scrollView } from './scroll-view';
import { text } from './text';
import { view } from './view';

/** Registers all built-in components. `imageUrl` resolves an image's `src` to a URL. */
export function registerElements(
  space: ComponentSpace,
  imageUrl: (src: string, owner: string) => string,
  metas: PageMetas,
  fields: FormFields,
): void {
  const elements: Readonly<Record<BuiltInTag, BuiltIn>> = {
    view,
    text,
    image: image(imageUrl),
    button,
    form: form(fields),
    input: input(fields),
    progress,
    'scroll-view': scrollView,
    'page-meta': pageMeta(metas),
  };
  for (const tag of BUILT_IN_TAGS) registerElement(space, tag, elements[tag]);
}
