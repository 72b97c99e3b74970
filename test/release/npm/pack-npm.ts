/** Runs what "Build npm" does in WeChat's DevTools, for the project folder in its argument, and prints its warnings. */
import { packNpm } from 'miniprogram-ci';
import { openProject } from '../../../release/compile-package';

async function main(): Promise<void> {
  // Its types know the class Project by two names that do not fit each other.
  const project = openProject(process.argv[2] ?? '') as Parameters<typeof packNpm>[0];
  const warnings = await packNpm(project);
  process.stdout.write(`warnings: ${JSON.stringify(warnings)}\n`, () => process.exit(0));
}

void main();
