import sharp from 'sharp';
import { pixelPng } from '../../../dev/doctor/pixel';

test.each([0, 5000])('a picture of one pixel with at least %d bytes, which a decoder reads', async (minBytes) => {
  const png = pixelPng(minBytes);
  expect(png.length).toBeGreaterThanOrEqual(minBytes);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 1, height: 1 });
  expect(data.length).toBeGreaterThan(0);
});
