import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../dev/cli/command-line';
import { exitAfter } from './exit-after';
import { drawQrCode } from './wechat/draw-qr-code';
import { explain } from './wechat/explain';
import { checkAndSend } from './wechat/send';
import { printProgress, readSendArguments, type SendArguments, SHARED_HELP } from './wechat/send-arguments';

const HELP = `Usage: npm run mp:preview -- [DIR] [--robot N]

Checks the mini-program, sends it to WeChat as a preview and prints its QR code, also written to .build/preview.txt and
.build/preview.jpg. Scan it with the WeChat account of a project member; it is valid for about 25 minutes.
${SHARED_HELP}`;

async function preview({ project, robot }: SendArguments): Promise<string> {
  const folder = path.resolve('.build');
  await mkdir(folder, { recursive: true });
  const picture = path.join(folder, 'preview.jpg');
  await checkAndSend({ project, release: false, print: printProgress }, async (opened) => {
    const ci = await import('miniprogram-ci');
    return ci.preview({
      project: opened,
      // Its type wants both, but it sends 0.0.1, and a description of its own if there is none.
      version: '0.0.1',
      desc: 'preview',
      robot,
      setting: { useProjectConfig: true },
      qrcodeFormat: 'image',
      qrcodeOutputDest: picture,
      onProgressUpdate() {},
    });
  });
  const drawn = await drawQrCode(await readFile(picture));
  if (drawn === undefined) return `The preview is ready, but its QR code could not be drawn here: open ${picture}.\n`;
  await writeFile(path.join(folder, 'preview.txt'), drawn);
  return `${drawn}Scan it with WeChat, as a member of the project. Also in ${picture}.\n`;
}

void runCommand({
  name: 'npm run mp:preview',
  help: HELP,
  readArguments: readSendArguments,
  run: (args) => exitAfter(async () => ({ exitCode: 0, text: await preview(args) }), explain),
});
