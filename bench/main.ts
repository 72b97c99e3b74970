import { benchLocalOssMemory } from './local-oss-memory';
import { benchPolicyRequests } from './policy-requests';
import { benchSaveToScreen } from './save-to-screen';
import { benchStartUp } from './start-up';

/** `npm run bench`: measures and prints; nothing here passes or fails. */
async function main(): Promise<void> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  for (const bench of [benchStartUp, benchSaveToScreen, benchPolicyRequests, benchLocalOssMemory]) await bench(print);
}

void main();
