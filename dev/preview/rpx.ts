/** WeChat's responsive pixel: 750 of them are the screen's width. */
const RPX_PER_SCREEN = 750;

/** Writes every length in `rpx` as one in `vw`, so that the browser lays it out by the width of the phone's frame. */
export function rpxToVw(css: string): string {
  return css.replace(/(-?\d*\.?\d+)rpx\b/g, (_, count: string) => {
    const vw = (Number(count) * 100) / RPX_PER_SCREEN;
    // Eight digits: with fewer, 100rpx on 375 pixels would come out a fraction below 50.
    return `${Number(vw.toFixed(8))}vw`;
  });
}
