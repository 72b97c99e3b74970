import { generateTerminalQrcode } from 'miniprogram-ci/dist/ci/utils/terminalQrcode';

/**
 * Draws a picture of a QR code as text, two modules to a character. Plain characters without colours, so that it survives a
 * code fence. Undefined if no QR code is found in the picture.
 */
export async function drawQrCode(picture: Buffer): Promise<string | undefined> {
  let coloured: string;
  try {
    coloured = await generateTerminalQrcode(picture.toString('base64'));
  } catch {
    return undefined;
  }
  return halfBlocks(readModules(coloured));
}

/** Reads the dark modules from qrcode-terminal's drawing: each is two spaces on a black or a white ground. */
function readModules(coloured: string): boolean[][] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal's colours are made of
  const module = /\u001b\[(4[07])m {2}\u001b\[0m/g;
  const rows = coloured.split('\n').map((line) => [...line.matchAll(module)].map(([, ground]) => ground === '40'));
  return rows.filter((row) => row.length > 0);
}

/** Light modules are drawn, for terminals with a dark ground; scanners also take the inverse. */
function halfBlocks(dark: readonly (readonly boolean[])[]): string {
  const width = dark[0]?.length ?? 0;
  let text = '';
  for (let y = 0; y < dark.length; y += 2) {
    for (let x = 0; x < width; x++) {
      const upper = !dark[y]?.[x];
      const lower = y + 1 < dark.length && !dark[y + 1]?.[x];
      text += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
    }
    text += '\n';
  }
  return text;
}
