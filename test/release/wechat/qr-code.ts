import sharp from 'sharp';

interface Qr {
  addData(text: string): void;
  make(): void;
  getModuleCount(): number;
  isDark(row: number, column: number): boolean;
}

/** miniprogram-ci draws with the same encoder. */
const QrCode: new (type: number, level: number) => Qr = require('qrcode-terminal/vendor/QRCode');

/** Makes a picture of a QR code, as WeChat answers one. `modules` is true where it is dark. */
export async function makeQrCode(text: string): Promise<{ picture: Buffer; modules: boolean[][] }> {
  const code = new QrCode(-1, 1);
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const modules = Array.from({ length: count }, (_, y) => Array.from({ length: count }, (_, x) => code.isDark(y, x)));
  const pixels = Buffer.from(modules.flat().map((dark) => (dark ? 0 : 255)));
  const picture = await sharp(pixels, { raw: { width: count, height: count, channels: 1 } })
    .resize(count * 8, count * 8, { kernel: 'nearest' })
    .extend({ top: 32, bottom: 32, left: 32, right: 32, background: '#fff' })
    .jpeg({ quality: 95 })
    .toBuffer();
  return { picture, modules };
}

/** Reads the modules back from half blocks, without the light border of one module. */
export function readHalfBlocks(text: string): boolean[][] {
  const lines = text.split('\n').filter((line) => /^[█▀▄ ]+$/.test(line));
  const rows = lines.flatMap((line) => [
    [...line].map((character) => character === ' ' || character === '▄'),
    [...line].map((character) => character === ' ' || character === '▀'),
  ]);
  const inner = (from: readonly boolean[][]) => from.slice(1).map((row) => row.slice(1, -1));
  const size = (rows[0]?.length ?? 2) - 2;
  return inner(rows).slice(0, size);
}
