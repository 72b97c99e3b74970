/** One mistake in the mini-program's sources. */
export interface Problem {
  /** Path inside the mini-program, with forward slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly message: string;
}

/** Takes in a mistake; the build goes on, so that one build names them all. */
export type Report = (problem: Problem) => void;

/** The build failed; `problems` holds every mistake that was found, at least one. */
export class BuildError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'BuildError';
    this.problems = problems;
  }
}

/** Gathers mistakes, each once however many ways lead to it; `found` has them in the order of files and lines. */
export function collectProblems(): { report: Report; found(): readonly Problem[] } {
  const problems = new Map<string, Problem>();
  return {
    report: (problem) => {
      problems.set(describeProblem(problem), problem);
    },
    found: () => [...problems.values()].sort(byPlace),
  };
}

function byPlace(a: Problem, b: Problem): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}

/** `pages/upload/upload.wxml:3:5 unknown tag <veiw>`: terminals and editors make the place a link. */
export function describeProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`;
}

/** The line and column of a character in a text, both counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
