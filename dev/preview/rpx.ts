/** WeChat's responsive pixel is 1/750 of the screen's width. */
const RPX_PER_SCREEN = 750;

/** Converts lengths from `rpx` to `vw`, so that they scale with the width of the phone frame. */
export function rpxToVw(css: string): string {
  return css.replace(/(-?\d*\.?\d+)rpx\b/g, (_, count: string) => {
    const vw = (Number(count) * 100) / RPX_PER_SCREEN;
    // Eight digits: with fewer, 100rpx on 375 pixels would come out a fraction below 50.
    return `${Number(vw.toFixed(8))}vw`;
  });
}
