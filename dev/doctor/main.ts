import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../cli/command-line';
import { nodeWx } from '../wx/node/node-wx';
import { type DoctorArguments, HELP, readArguments } from './arguments';
import { diagnose } from './diagnose';
import { renderJson } from './render-json';
import { renderConclusion, renderStep } from './render-text';

const CHECKLIST = path.join(__dirname, '../../docs/console-checklist.md');

const print = (text: string) => void process.stdout.write(text);

async function run(args: DoctorArguments | 'checklist') {
  if (args === 'checklist') print(await readFile(CHECKLIST, 'utf8'));
  else await examine(args);
  return undefined; // nothing is left running
}

async function examine({ request, json }: DoctorArguments) {
  const report = await diagnose(request, {
    api: nodeWx(),
    now: () => Date.now(),
    random: Math.random,
    ...(json ? {} : { onStep: (step) => print(renderStep(step)) }),
  });
  print(json ? renderJson(report) : renderConclusion(report));
  if (!report.uploadWorks) process.exitCode = 1;
}

void runCommand({ name: 'npm run doctor', help: HELP, readArguments, run });
