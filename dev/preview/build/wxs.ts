import { type TransformFailure, transform } from 'esbuild';
import { positionAt, type Report } from './problem';
import { resolveReference, type SourceTree } from './source-tree';

const REQUIRE = /\brequire\(\s*(['"])([^'"]+)\1\s*\)/g;

/**
 * Checks that a wxs script is valid ES5, the only version it supports:
 * https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/
 * @param offset start of the script in the file's text; an inline script starts after its tag
 */
export async function checkWxs(
  file: string,
  text: string,
  script: string,
  offset: number,
  report: Report,
): Promise<void> {
  try {
    await transform(script, { loader: 'js', target: 'es5', logLevel: 'silent' });
  } catch (error) {
    // esbuild documents that a failed transform throws this type.
    for (const mistake of (error as TransformFailure).errors) {
      const { line = 1, column = 0 } = mistake.location ?? {};
      const start = positionAt(text, offset);
      report({
        file,
        line: start.line + line - 1,
        column: (line === 1 ? start.column : 1) + column,
        message: `wxs takes ES5 only: ${mistake.text}`,
      });
    }
  }
}

/** Finds the wxs files that a script requires, each with its position. */
export function requiredScripts(
  file: string,
  script: string,
): { target: string | undefined; name: string; offset: number }[] {
  return [...script.matchAll(REQUIRE)].map((match) => {
    const name = match[2] ?? '';
    return { target: resolveReference(name, file), name, offset: match.index };
  });
}

/** Removes the extensions from `require` calls, because the template compiler registers scripts without them. */
export function withoutExtensions(script: string): string {
  return script.replace(
    REQUIRE,
    (_, quote: string, name: string) => `require(${quote}${name.replace(/\.wxs$/, '')}${quote})`,
  );
}

/** Reads and checks a script file and everything that it requires, each once. */
export async function collectScripts(
  tree: SourceTree,
  file: string,
  collected: Map<string, string>,
  report: Report,
): Promise<void> {
  if (collected.has(file)) return;
  const script = await tree.read(file);
  collected.set(file, withoutExtensions(script));
  await checkWxs(file, script, script, 0, report);
  for (const { target, name, offset } of requiredScripts(file, script)) {
    if (target !== undefined && tree.has(target)) {
      await collectScripts(tree, target, collected, report);
    } else {
      report({ file, ...positionAt(script, offset), message: `cannot find "${name}"` });
    }
  }
}
