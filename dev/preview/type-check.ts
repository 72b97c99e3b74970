import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';
import path from 'node:path';

/** Checks the types of a mini-program with TypeScript's compiler, in a process of its own: a reload does not wait for it. */
export interface TypeCheck {
  /** Checks now, in place of a check that is under way. */
  run(): void;
  close(): void;
}

export interface TypeCheckOptions {
  /** The tsconfig.json to check by. */
  readonly project: string;
  /** Errors in other folders are left out. */
  readonly miniprogramRoot: string;
  /** Called after each check with all errors, as `pages/home/home.ts:3:5 TS2322: …`. */
  readonly checked: (problems: readonly string[]) => void;
}

export function createTypeCheck({ project, miniprogramRoot, checked }: TypeCheckOptions): TypeCheck {
  const compiler = path.join(path.dirname(createRequire(__filename).resolve('typescript/package.json')), 'bin/tsc');
  let running: ChildProcess | undefined;

  const run = () => {
    // What it would say is about sources that are gone.
    running?.kill();
    let output = '';
    const child = spawn(process.execPath, [compiler, '-p', project, '--noEmit', '--pretty', 'false']);
    running = child;
    // The build and the page that reloads come first. Without a pid it did not start, which is reported below.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', (error) => {
      output += `${project}(1,1): error: ${error.message}\n`;
    });
    child.on('close', () => {
      if (running !== child) return;
      running = undefined;
      checked(readErrors(output, miniprogramRoot));
    });
  };
  return {
    run,
    close() {
      running?.kill();
      running = undefined;
    },
  };
}

/** Reads `miniprogram/app.ts(3,5): error TS2322: …`, with paths relative to the working directory. */
function readErrors(output: string, root: string): string[] {
  return [...output.matchAll(/^(.+?)\((\d+),(\d+)\): error (.+)$/gm)].flatMap(
    ([, file = '', line, column, message]) => {
      const inside = path.relative(root, path.resolve(file)).split(path.sep).join('/');
      return inside.startsWith('../') ? [] : [`${inside}:${line}:${column} ${message}`];
    },
  );
}
