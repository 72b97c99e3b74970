/** Compiles the project in its first argument as an upload does, and writes the base64 of each file by its name to the second, as JSON. */
import { writeFile } from 'node:fs/promises';
import { compilePackage } from '../../../release/compile-package';

async function main(): Promise<void> {
  const [, , project = '', target = ''] = process.argv;
  const files = await compilePackage(project);
  const encoded = Object.fromEntries([...files].map(([name, content]) => [name, content.toString('base64')]));
  await writeFile(target, JSON.stringify(encoded));
  process.exit(0); // the compiler keeps timers
}

void main();
