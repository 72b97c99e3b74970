import { runCommand } from '../cli/command-line';
import { nodeWx } from '../wx/node/node-wx';
import { type DoctorArguments, HELP, readArguments } from './arguments';
import { diagnose } from './diagnose';
import { renderJson } from './render-json';
import { renderConclusion, renderStep } from './render-text';

async function run({ request, json }: DoctorArguments) {
  const print = (text: string) => void process.stdout.write(text);
  const report = await diagnose(request, {
    api: nodeWx(),
    now: () => Date.now(),
    random: Math.random,
    ...(json ? {} : { onStep: (step) => print(renderStep(step)) }),
  });
  print(json ? renderJson(report) : renderConclusion(report));
  if (!report.uploadWorks) process.exitCode = 1;
  return undefined; // nothing is left running
}

void runCommand({ name: 'npm run doctor', help: HELP, readArguments, run });
