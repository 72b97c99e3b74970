import { type BuiltIn, builtIn } from './define';

/** `object-fit` and `object-position` of each mode. */
const FITS: Readonly<Record<string, readonly [fit: string, position?: string]>> = {
  scaleToFill: ['fill'],
  aspectFit: ['contain'],
  aspectFill: ['cover'],
  widthFix: ['fill'],
  heightFix: ['fill'],
  center: ['none'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'top left'],
  'top right': ['none', 'top right'],
  'bottom left': ['none', 'bottom left'],
  'bottom right': ['none', 'bottom right'],
};

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/image.html
 * @param imageUrl resolves a `src`, which may be a `wxfile://` path or one inside the mini-program, to a URL
 */
export function image(imageUrl: (src: string, owner: string) => string): BuiltIn {
  return builtIn({
    attributes: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false, webp: false },
    create(element, { trigger, owner }) {
      const picture = document.createElement('img');
      picture.alt = '';
      picture.addEventListener('load', () => {
        trigger('load', { width: picture.naturalWidth, height: picture.naturalHeight });
      });
      picture.addEventListener('error', () => {
        trigger('error', { errMsg: `image:fail cannot show ${shown}` });
      });
      const shadow = element.attachShadow({ mode: 'open' });
      shadow.append(picture);
      let shown = '';
      return ({ src, mode, lazyLoad }) => {
        const [fit, position = 'center'] = FITS[mode] ?? ['fill'];
        picture.style.objectFit = fit;
        picture.style.objectPosition = position;
        picture.style.width = mode === 'heightFix' ? 'auto' : '100%';
        picture.style.height = mode === 'widthFix' ? 'auto' : '100%';
        picture.style.display = 'block';
        picture.loading = lazyLoad ? 'lazy' : 'eager';
        element.setAttribute('data-mode', mode);
        if (element.hasAttribute('aria-label')) element.setAttribute('role', 'img');
        if (src === shown) return;
        shown = src;
        if (src === '') picture.removeAttribute('src');
        else picture.src = imageUrl(src, owner());
      };
    },
  });
}
