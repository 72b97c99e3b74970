import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';
import { CASES } from './cases/index';
import { type ContractServer, closedAddress, startContractServer } from './contract-server';
import { FILES } from './files';
import { type Action, type Case, type Need, runCase, type Tools } from './run-case';

/** The environment of a running case. */
export interface Outside {
  server: ContractServer;
  /** A URL at which nothing listens. */
  closedUrl: string;
  /** An empty folder for the case. */
  dir: string;
  /** The path on disk of one of `FILES`. */
  fileOf(name: string): string;
}

/** Runs one case on a fresh stand-in. */
export type RunCase = (one: Case, outside: Outside) => Promise<unknown>;

/** Defines the suite for a stand-in. @param lacks why the stand-in cannot provide what some cases need */
export function describeContract(name: string, run: RunCase, lacks: Partial<Record<Need, string>> = {}): void {
  let root: string;
  let server: ContractServer;
  let closed: { url: string; close(): void };
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'wx-contract-'));
    closed = await closedAddress();
    await Promise.all(Object.entries(FILES).map(([file, content]) => writeFile(path.join(root, file), content)));
  });
  afterAll(async () => {
    closed.close();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(async () => {
    server = await startContractServer();
  });
  afterEach(() => server.close());

  describe.each(Object.entries(CASES))(`${name}, %s`, (_, cases) => {
    for (const one of cases) {
      const reason = one.needs && lacks[one.needs];
      if (reason !== undefined) test.skip(`${one.name} (${one.needs}: ${reason})`, () => {});
      else {
        test(one.name, async () => {
          const dir = await mkdtemp(path.join(root, 'case-'));
          const seen = await run(one, { server, closedUrl: closed.url, dir, fileOf: (file) => path.join(root, file) });
          expect(JSON.parse(JSON.stringify(seen))).toEqual(one.expected());
        });
      }
    }
  });
}

/** Controls of a stand-in that runs in this process. */
export interface Controls {
  willPick(files: string[] | undefined): void;
  hide?(): void;
  show?(): void;
  goOffline?(): void;
}

/** Runs a case in this process. */
export function runHere(one: Case, wx: WxApi, outside: Outside, controls: Controls): Promise<unknown> {
  const { server, closedUrl } = outside;
  const actions: Record<Action, (values: string[]) => unknown> = {
    'will pick': (names) => controls.willPick(names.map(outside.fileOf)),
    'will cancel': () => controls.willPick(undefined),
    hide: () => controls.hide?.(),
    show: () => controls.show?.(),
    'go offline': () => controls.goOffline?.(),
    'stop the backend': () => closedUrl,
    ...serverActions(server),
  };
  const tools: Tools = {
    requestUrl: server.url,
    uploadUrl: server.url,
    closedUrl,
    act: async (action, ...values) => actions[action](values),
  };
  return runCase(one, wx, tools);
}

export function serverActions(server: ContractServer) {
  return {
    'upload is held': () => server.held(),
    'upload is cut': () => server.cut(),
    'uploads received': () => server.uploads,
  };
}
