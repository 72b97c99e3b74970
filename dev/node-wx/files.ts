import { open, stat } from 'node:fs/promises';
import { type Callbacks, fail, succeed } from './callbacks';

const NO_SUCH_FILE = 1300002;

export function getFileInfo(option: Callbacks & { filePath: string }): void {
  stat(option.filePath).then(
    ({ size }) => succeed(option, { size }),
    () => fail(option, `getFileInfo:fail no such file or directory ${option.filePath}`, NO_SUCH_FILE),
  );
}

export async function readFile(option: WechatMiniprogram.ReadFileOption): Promise<void> {
  try {
    const file = await open(option.filePath);
    const bytes = Buffer.alloc(option.length ?? 0);
    await file.read(bytes, 0, bytes.length, option.position ?? 0);
    await file.close();
    succeed(option, { data: new Uint8Array(bytes).buffer });
  } catch {
    fail(option, `readFile:fail no such file or directory, open '${option.filePath}'`, NO_SUCH_FILE);
  }
}
