import path from 'node:path';
import { policyUrl } from '../miniprogram/config';
import { hostInUrl, originsOf, publicHostsOf } from './cli/addresses';
import { runCommand } from './cli/command-line';
import { startLocalCloud } from './cloud/local-cloud';
import { startPreview } from './preview/server';
import { HELP, readArguments, type StartArguments } from './start-arguments';

async function run(args: StartArguments) {
  const { port, backend, backendPort, ossPort, dataDir, listenHost, faults, trust } = args;
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const [publicHost, ...otherHosts] = publicHostsOf(listenHost);
  const cloud = await startLocalCloud({
    dataDir,
    policyUrl: backend,
    listenHost,
    publicHost,
    ossPort,
    backendPort,
    oss: { faults, trust },
    environment: process.env,
    log: print,
  });
  try {
    const preview = await startPreview({
      miniprogramRoot: path.resolve(__dirname, '../miniprogram'),
      listenHost,
      port,
      backend: { configured: policyUrl('develop'), actual: cloud.policyUrl },
      cloud,
      watch: true,
      typesProject: path.resolve(__dirname, '../tsconfig.json'),
      print,
    });
    const url = new URL(preview.url);
    cloud.trust({ origins: originsOf(listenHost, url.port) });
    url.hostname = hostInUrl(publicHost);
    print(`\n  The mini-program:  ${url.href}\n`);
    const others = otherHosts.map((host) => `--host ${host}`).join(' or ');
    if (others !== '') print(`  For a phone in another network of this computer: ${others}\n`);
    print(`  policies from      ${cloud.policyUrl}`);
    print(`  local OSS          ${cloud.ossUrl}/?list-type=json  (objects in ${dataDir})`);
    if (backend !== undefined && process.env['OSS_ACCESS_KEY_SECRET'] === undefined) {
      print('  Its secret is new. A backend that signs for it needs the same one: set OSS_ACCESS_KEY_SECRET for both.');
    }
    print('  Ctrl-C ends all of it.\n');
    return {
      async close() {
        await Promise.all([preview.close(), cloud.close()]);
      },
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

void runCommand({ name: 'npm start', help: HELP, readArguments, run });
