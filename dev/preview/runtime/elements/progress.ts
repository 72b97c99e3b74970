import { builtIn } from './define';

/** https://developers.weixin.qq.com/miniprogram/dev/component/progress.html */
export const progress = builtIn({
  attributes: {
    percent: 0,
    showInfo: false,
    borderRadius: 0,
    fontSize: 16,
    strokeWidth: 6,
    color: '',
    activeColor: '#09bb07',
    backgroundColor: '#ebebeb',
    active: false,
    activeMode: 'backwards',
    /** Milliseconds for one per cent, while `active`. */
    duration: 30,
    ariaRole: 'progressbar',
  },
  create(element, { trigger }) {
    const track = document.createElement('div');
    const bar = document.createElement('div');
    const info = document.createElement('span');
    track.style.cssText = 'flex: 1; overflow: hidden';
    bar.style.height = '100%';
    info.style.marginLeft = '10px';
    track.append(bar);
    bar.addEventListener('transitionend', () => trigger('activeend', { curPercent: shown }));
    element.attachShadow({ mode: 'open' }).append(track, info);
    let shown = 0;
    return (attributes) => {
      const percent = Math.min(100, Math.max(0, attributes.percent));
      const from = attributes.activeMode === 'forwards' ? shown : 0;
      track.style.height = `${attributes.strokeWidth}px`;
      track.style.borderRadius = `${attributes.borderRadius}px`;
      track.style.backgroundColor = attributes.backgroundColor;
      bar.style.backgroundColor = attributes.color || attributes.activeColor;
      bar.style.transition = attributes.active
        ? `width ${Math.abs(percent - from) * attributes.duration}ms linear`
        : '';
      bar.style.width = `${percent}%`;
      info.style.fontSize = `${attributes.fontSize}px`;
      info.textContent = attributes.showInfo ? `${Math.round(percent)}%` : '';
      info.hidden = !attributes.showInfo;
      element.setAttribute('aria-valuemin', '0');
      element.setAttribute('aria-valuemax', '100');
      element.setAttribute('aria-valuenow', String(Math.round(percent)));
      shown = percent;
    };
  },
});
