import { createApp } from './app';
import { readServerSettings } from './settings';

async function main(): Promise<void> {
  const settings = readServerSettings(process.env);
  const app = createApp({ settings });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
  await app.listen({ host: settings.listenHost, port: settings.port });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
