import { parseArgs } from 'node:util';
import { createApp } from './app';
import { hooks } from './hooks';
import { POLICY_ROUTE } from './policy-route';
import { connectRedis } from './redis';
import { readServerSettings } from './settings';

const HELP = `Usage: npm run server

Runs the policy backend, which responds to GET ${POLICY_ROUTE} with a signed policy.

  --help   show this help

All settings come from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET, OSS_REGION, AUTH, HOST, PORT
and the others in docs/settings.md. In production, run the output of npm run build:server; see docs/deployment.md.
`;

async function main(): Promise<void> {
  const settings = readServerSettings(process.env);
  const redis = settings.redisUrl === undefined ? undefined : connectRedis(settings.redisUrl);
  const app = createApp({ settings, hooks, redis });
  redis?.on('error', (error: Error) => app.log.warn({ reason: error.message }, 'Redis is out: nothing is limited'));
  app.addHook('onClose', async () => redis?.disconnect());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
  await app.listen({ host: settings.listenHost, port: settings.port });
}

/** Whether help is asked for, the one argument there is; undefined, with a line of explanation, for any other. */
function readHelp(): boolean | undefined {
  try {
    return parseArgs({ options: { help: { type: 'boolean', default: false } } }).values.help;
  } catch (error) {
    fail(`${error instanceof Error ? error.message : error}. See npm run server -- --help.`, 2);
    return undefined;
  }
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}

const help = readHelp();
if (help) process.stdout.write(HELP);
if (help === false) main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error), 1));
