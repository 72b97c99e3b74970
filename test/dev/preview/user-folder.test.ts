import { createFileRegistry } from '../../../dev/preview/runtime/wx/file-registry';
import type { UserFiles } from '../../../dev/preview/runtime/wx/user-files';
import { userFolderCalls } from '../../../dev/preview/runtime/wx/user-folder';

/** A user folder in memory, with one picked file. */
function folder() {
  const files = new Map<string, Blob>();
  const kept: UserFiles = {
    get: (path) => files.get(path),
    paths: () => [...files.keys()],
    size: () => [...files.values()].reduce((sum, { size }) => sum + size, 0),
    async put(path, file) {
      files.set(path, file);
    },
    async delete(path) {
      files.delete(path);
    },
  };
  const registry = createFileRegistry(kept);
  const picked = registry.add(new File(['a picture'], 'Holiday.JPG'));
  const calls = userFolderCalls(registry);
  /** What a call comes to: its result, or WeChat's text of failure. */
  const outcome = (promise: Promise<unknown> | undefined) => Promise.resolve(promise).catch(({ errMsg }) => errMsg);
  return { files, picked, registry, calls, outcome };
}

test('a picked file is copied into a folder that was made, read there, listed and deleted', async () => {
  const { picked, registry, calls, outcome } = folder();
  const copy = 'wxfile://usr/kept/a.jpg';
  await calls.mkdir({ dirPath: 'wxfile://usr/kept' });
  await calls.copyFile({ srcPath: picked, destPath: copy });
  expect(await registry.get(copy)?.text()).toBe('a picture');
  expect(await calls.readdir({ dirPath: 'wxfile://usr/kept' })).toMatchObject({ files: ['a.jpg'] });
  expect(await calls.readdir({ dirPath: 'wxfile://usr' })).toMatchObject({ files: ['kept'] });
  await calls.unlink({ filePath: copy });
  expect(await calls.readdir({ dirPath: 'wxfile://usr/kept' })).toMatchObject({ files: [] });
  expect(await outcome(calls.unlink({ filePath: copy }))).toBe(`unlink:fail no such file or directory "${copy}"`);
});

test('what WeChat refuses is refused in its words', async () => {
  const { files, picked, calls, outcome } = folder();
  const copyTo = (destPath: string) => outcome(calls.copyFile({ srcPath: picked, destPath }));
  expect(await copyTo('wxfile://usr/none/a.jpg')).toMatch(/^copyFile:fail no such file or directory, copyFile/);
  expect(await copyTo('wxfile://tmp_2.jpg')).toMatch(/^copyFile:fail permission denied, copyFile/);
  expect(await outcome(calls.copyFile({ srcPath: 'wxfile://gone', destPath: 'wxfile://usr/a' }))).toMatch(
    /no such file/,
  );
  expect(await outcome(calls.mkdir({ dirPath: 'wxfile://usr/a/b' }))).toMatch(/^mkdir:fail no such file or directory/);
  expect(await outcome(calls.mkdir({ dirPath: 'wxfile://usr' }))).toMatch(/^mkdir:fail file already exists/);
  expect(await outcome(calls.readdir({ dirPath: 'wxfile://usr/a' }))).toMatch(/^readdir:fail no such file/);
  // Only its size is asked for.
  files.set('wxfile://usr/large', { size: 200 * 1024 ** 2 } as Blob);
  expect(await copyTo('wxfile://usr/a.jpg')).toBe(
    'copyFile:fail the maximum size of the file storage limit is exceeded',
  );
});
