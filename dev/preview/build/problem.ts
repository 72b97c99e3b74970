/** An error in the mini-program's sources. */
export interface Problem {
  /** Path inside the mini-program, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly message: string;
}

/** Reports an error. The build continues, so that one run finds them all. */
export type Report = (problem: Problem) => void;

/** Thrown if the build fails; `problems` holds every error that was found, at least one. */
export class BuildError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'BuildError';
    this.problems = problems;
  }
}

/** Collects and deduplicates errors; `found` returns them sorted by file and line. */
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

/** Formats as `pages/upload/upload.wxml:3:5 unknown tag <veiw>`, whose position terminals and editors turn into a link. */
export function describeProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`;
}

/** Converts an offset into a text to its line and column, both 1-based. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
