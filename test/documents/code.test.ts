import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { ENTRY } from '../../release/npm/bundle';
import { API, DOCUMENTS, ROOT } from './documents';
import type { Block } from './markdown';

const TSC = path.join(path.dirname(createRequire(__filename).resolve('typescript/package.json')), 'bin/tsc');

const COMPILED = DOCUMENTS.filter(({ file }) => file !== API);

interface Example extends Block {
  /** Of the document. */
  file: string;
}

const examples = (...languages: string[]): Example[] =>
  COMPILED.flatMap(({ file, blocks }) =>
    blocks.filter(({ language }) => languages.includes(language)).map((block) => ({ ...block, file })),
  );

/**
 * Compiles the blocks, each as a file of its own beside the mini-program's and the server's, against the declarations that
 * users get. @returns what the compiler says, with the documents' names and lines
 */
async function compile(blocks: readonly Example[], extension: 'ts' | 'js'): Promise<string> {
  await mkdir(path.join(ROOT, '.build'), { recursive: true });
  const folder = await mkdtemp(path.join(ROOT, '.build/documents-'));
  try {
    for (const { file, line, code, given } of blocks) {
      const name = `${file.replaceAll('/', '~')}~${line}.${extension}`;
      // In the line that it has in the document.
      await writeFile(path.join(folder, name), `${'\n'.repeat(line - 2)}${given}\n${code}`);
    }
    // The package's own entry.
    await writeFile(path.join(folder, 'wechat-oss-upload.ts'), ENTRY);
    const rootDirs = ['.', '../../miniprogram', '../../server'];
    const compilerOptions = {
      target: 'ES2022',
      moduleDetection: 'force',
      allowJs: true,
      checkJs: true,
      ...(extension === 'ts' ? {} : { noImplicitAny: false, noImplicitThis: false }),
      noUnusedLocals: false,
      noUnusedParameters: false,
      rootDirs,
      paths: { 'wechat-oss-upload': ['./wechat-oss-upload.ts'] },
    };
    const include = ['*', '../../typings/*.d.ts', '../../test/documents/jose.d.ts'];
    const config = { extends: '../../test/tsconfig.json', compilerOptions, include, exclude: [] };
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    return await promisify(execFile)(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], { cwd: folder }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout.replaceAll('~', '/'),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each(['ts', 'js'] as const)('every %s block compiles against the real declarations', async (language) => {
  const blocks = examples(language);
  expect(blocks.length).toBeGreaterThan(1);
  expect(await compile(blocks, language)).toBe('');
});

test('an option that does not exist is found', async () => {
  const code =
    "import { createUploader } from 'wechat-oss-upload';\ncreateUploader({ policy: { adress: 'https://a' } });\n";
  const said = await compile([{ file: 'docs/sample.md', line: 5, language: 'ts', code, given: '' }], 'ts');
  expect(said).toMatch(/^docs\/sample\.md\/5\.ts\(6,.*adress/);
});

test.each(examples('json').map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the JSON at %s is JSON',
  (_, { code }) => {
    expect(() => JSON.parse(code)).not.toThrow();
  },
);
