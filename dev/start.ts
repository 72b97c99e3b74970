import path from 'node:path';
import { policyUrl } from '../miniprogram/config';
import { hostInUrl, originsOf, publicHostsOf } from './cli/addresses';
import { type Running, runCommand } from './cli/command-line';
import { startLocalCloud } from './cloud/local-cloud';
import { startPreview } from './preview/server';
import { HELP, readArguments, type StartArguments } from './start-arguments';

async function run(args: StartArguments): Promise<Running> {
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
    const others = otherHosts.map((host) => `--host ${host}`).join(' or ');
    const hasOtherSecret = backend !== undefined && process.env['OSS_ACCESS_KEY_SECRET'] === undefined;
    return {
      ready: [
        `\n  The mini-program:  ${url.href}\n`,
        ...(others === '' ? [] : [`  For a phone in another network of this computer: ${others}\n`]),
        `  policies from      ${cloud.policyUrl}`,
        `  local OSS          ${cloud.ossUrl}/?list-type=json  (objects in ${dataDir})`,
        ...(hasOtherSecret
          ? ['  Its secret is new. A backend that signs for it needs the same one: set OSS_ACCESS_KEY_SECRET for both.']
          : []),
        '  Ctrl-C ends all of it.\n',
      ].join('\n'),
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
