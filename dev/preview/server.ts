import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { hostInUrl } from '../cli/addresses';
import { isOwnHost } from '../http/own-host';
import { createRecordLog } from '../http/record-log';
import type { Quota } from '../wx/quota';
import { type BuildResult, buildPreview } from './build';
import { bundlePage } from './build/bundle-page';
import { BuildError, describeProblem } from './build/problem';
import { answer, answerError } from './http/answer';
import { readAsset } from './http/assets';
import { createBuildEvents } from './http/build-events';
import { answerFaults } from './http/faults-endpoint';
import { listen } from './http/listen';
import { answerRelay } from './http/relay-endpoint';
import type { Backend } from './http/request-relay';
import { createWorkbenchEvents, type WorkbenchCloud } from './http/workbench-events';
import { createTypeCheck } from './type-check';
import { watchFolder } from './watch';
import type { RequestRecord } from './workbench-protocol';

export interface PreviewOptions {
  /** The folder that holds app.json. */
  readonly miniprogramRoot: string;
  /** Address to listen on, such as 0.0.0.0 for a phone. Default 127.0.0.1. */
  readonly listenHost?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The mini-program's configured policy URL, and the one to which its requests are sent. */
  readonly backend: Backend;
  /** The local OSS that the workbench shows. Default: none. */
  readonly cloud?: WorkbenchCloud;
  /** The tsconfig.json to check types by, after each build. Default: types are not checked. */
  readonly typesProject?: string;
  /** Storage limits. Default: WeChat's quota. */
  readonly quota?: Quota;
  /** Whether to rebuild and reload when a file changes. */
  readonly watch?: boolean;
  /** Receives the outcome of each build, one line at a time. */
  readonly print?: (line: string) => void;
}

export interface Preview {
  /** URL of the preview: `http://127.0.0.1:8080/`. */
  readonly url: string;
  /** Stops the server and frees the port. */
  close(): Promise<void>;
}

/**
 * Builds the mini-program and serves it in a phone frame.
 * @throws BuildError if the first build fails; an Error that names host and port if it cannot listen there
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const { miniprogramRoot, quota, listenHost = '127.0.0.1', port = 0, print = () => {} } = options;
  const [runtime, workbench, frame, appPage, firstBuild] = await Promise.all([
    bundlePage('runtime/main.ts'),
    bundlePage('workbench/main.ts'),
    readFile(join(__dirname, 'frame.html'), 'utf8'),
    readFile(join(__dirname, 'app.html'), 'utf8'),
    buildPreview(miniprogramRoot, quota),
  ]);
  let built = firstBuild;
  const events = createBuildEvents({ id: built.id, problems: [] });
  const requests = createRecordLog<RequestRecord>();
  const workbenchEvents = createWorkbenchEvents(options.cloud, requests);

  const typeCheck = options.typesProject === undefined ? undefined : checkTypes(options.typesProject);
  function checkTypes(project: string) {
    return createTypeCheck({
      project,
      miniprogramRoot,
      checked(problems) {
        for (const problem of problems) print(problem);
        workbenchEvents.setTypeErrors(problems);
      },
    });
  }

  const rebuild = async () => {
    const result = await tryBuild(miniprogramRoot, quota);
    if ('id' in result) {
      built = result;
      print('Built.');
      events.publish({ id: built.id, problems: [] });
      typeCheck?.run();
    } else {
      for (const problem of result) print(problem);
      events.publish({ id: built.id, problems: result });
    }
  };

  const pages: Readonly<Record<string, () => readonly [type: string, body: string]>> = {
    '/': () => [HTML, frame],
    '/app/': () => [HTML, appPage.replace('{{build}}', built.id)],
    '/app/mini-program.js': () => [SCRIPT, built.script],
    '/app/mini-program.css': () => [STYLE, built.styleSheet],
    '/preview/runtime.js': () => [SCRIPT, runtime.script],
    '/preview/runtime.css': () => [STYLE, runtime.styleSheet],
    '/preview/workbench.js': () => [SCRIPT, workbench.script],
    '/preview/workbench.css': () => [STYLE, workbench.styleSheet],
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isOwnHost(request.headers.host, listenHost)) {
      return answerError(request, response, 403, 'Open the preview by its address or as localhost.');
    }
    const path = pathOf(request.url ?? '/');
    if (path === undefined) return answerError(request, response, 400, 'The path cannot be read.');
    if (path === '/preview/events') return events.connect(response);
    if (path === '/preview/workbench/events') return workbenchEvents.connect(response);
    if (path === '/preview/faults') return answerFaults(request, response, options.cloud?.oss.faults);
    if (path === '/preview/request') return answerRelay(request, response, options.backend, requests);
    const page = pages[path];
    if (page !== undefined) return answer(request, response, 200, ...page());
    const asset = path.startsWith('/app/') ? await readAsset(miniprogramRoot, path.slice('/app/'.length)) : undefined;
    if (asset !== undefined) return answer(request, response, 200, asset.type, asset.body);
    return answerError(request, response, 404, `There is no ${path}.`);
  };
  const listener: RequestListener = (request, response) => {
    serve(request, response).catch((error) => answerError(request, response, 500, String(error)));
  };
  const server = await listen(listener, listenHost, port);
  typeCheck?.run();
  const stopWatching = options.watch ? watchFolder(miniprogramRoot, rebuild) : () => {};
  return {
    url: `http://${hostInUrl(listenHost)}:${server.port}/`,
    async close() {
      stopWatching();
      typeCheck?.close();
      events.close();
      workbenchEvents.close();
      await server.close();
    },
  };
}

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/** Builds the mini-program, and returns the error messages if that fails. */
async function tryBuild(miniprogramRoot: string, quota?: Quota): Promise<BuildResult | readonly string[]> {
  try {
    return await buildPreview(miniprogramRoot, quota);
  } catch (error) {
    if (error instanceof BuildError) return error.problems.map(describeProblem);
    // A file may be missing while an editor replaces it; the next change triggers another build.
    return [`The build failed: ${error}`];
  }
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://preview').pathname);
  } catch {
    return undefined; // answered with 400
  }
}
