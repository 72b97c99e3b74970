import type {
  UploadFileOptions,
  UploadFileResult,
  UploadTask,
  WxApi,
  WxFailure,
} from '../../miniprogram/services/oss-upload/wx/contract';

/** A feature that a case needs and some stand-ins lack. */
export type Need = 'background' | 'network changes' | 'a picker';

/** A behaviour that all stand-ins for `wx` share. */
export interface Case {
  name: string;
  needs?: Need;
  /** Whether it changes files, storage or system state, so that no other case can follow on the same stand-in. */
  leavesTraces?: boolean;
  /** Makes the calls. Runs beside the stand-in, possibly in the preview's sandbox, with only `wx` and ECMAScript's globals. */
  run(wx: WxApi, world: World): Promise<unknown>;
  /** The expected result of `run`, as JSON. Runs in jest. */
  expected(): unknown;
}

/** What a stand-in's adapter provides to a case besides `wx`. */
export interface Tools {
  /** The contract server's URL for `wx.request`, without a trailing slash. */
  requestUrl: string;
  /** The same server's URL for `wx.uploadFile`. */
  uploadUrl: string;
  /** A URL for `wx.uploadFile` at which nothing listens. */
  closedUrl: string;
  /** Performs an action outside the mini-program. */
  act(action: Action, ...values: string[]): Promise<unknown>;
}

export type Action =
  /** Makes the next picker return the files of these names, see `FILES`. */
  | 'will pick'
  /** Cancels the next picker. */
  | 'will cancel'
  | 'hide'
  | 'show'
  | 'go offline'
  /** Resolves with a URL for `wx.request` at which nothing listens. */
  | 'stop the backend'
  /** Resolves once the head of an upload to /held has arrived. */
  | 'upload is held'
  /** Resolves once the connection of that upload is closed. */
  | 'upload is cut'
  /** Resolves with the uploads that the server received. */
  | 'uploads received';

/** The outcome of a call. */
export type Outcome<Result> = { ok: Result } | { fail: WxFailure };

export interface Ends<Result> {
  success: (result: Result) => void;
  fail: (failure: WxFailure) => void;
}

export interface RunningUpload {
  task: UploadTask;
  /** The calls of callbacks and listeners, in order. */
  events: string[];
  ended: Promise<Outcome<UploadFileResult>>;
}

export interface World extends Tools {
  /** Makes a call and checks that exactly one of its callbacks is called, once and asynchronously. */
  outcome<Result>(call: (ends: Ends<Result>) => unknown): Promise<Outcome<Result>>;
  /** Picks these files and returns their paths. */
  pick(...names: string[]): Promise<string[]>;
  upload(filePath: string, options?: Partial<UploadFileOptions>): RunningUpload;
}

/** Waits a few turns for pending callbacks. */
export async function laterTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** The time-out of the cases that wait for one, in milliseconds. */
export const TIMEOUT = 300;

/** Whether something took about `TIMEOUT`, with room for a busy machine. */
export function tookTheTimeout(milliseconds: number): boolean {
  return milliseconds > TIMEOUT - 50 && milliseconds < TIMEOUT * 10;
}

export async function runCase(one: Case, wx: WxApi, tools: Tools): Promise<unknown> {
  const violations: string[] = [];

  function outcome<Result>(call: (ends: Ends<Result>) => unknown): Promise<Outcome<Result>> {
    return new Promise((resolve) => {
      let returned = false;
      let ended = false;
      const end = (name: string, result: Outcome<Result>) => {
        if (!returned) violations.push(`Expected ${name} after the call returned, got it before.`);
        if (ended) violations.push(`Expected one callback, got ${name} ${JSON.stringify(result)} as well.`);
        ended = true;
        resolve(result);
      };
      call({ success: (ok) => end('success', { ok }), fail: (failure) => end('fail', { fail: failure }) });
      returned = true;
    });
  }

  async function pick(...names: string[]): Promise<string[]> {
    await tools.act('will pick', ...names);
    const picked = await outcome<{ tempFilePaths: string[] }>((ends) =>
      wx.chooseImage({ count: 9, sizeType: ['original'], sourceType: ['album'], ...ends }),
    );
    if ('fail' in picked) throw new Error(`Expected a pick, got ${JSON.stringify(picked)}.`);
    return picked.ok.tempFilePaths;
  }

  function upload(filePath: string, options: Partial<UploadFileOptions> = {}): RunningUpload {
    const events: string[] = [];
    let started: UploadTask | undefined;
    const ended = outcome<UploadFileResult>(({ success, fail }) => {
      const task = wx.uploadFile({
        url: `${tools.uploadUrl}/upload`,
        filePath,
        name: 'file',
        formData: { key: 'a.jpg' },
        timeout: 20_000,
        success: (result) => {
          events.push('success');
          success(result);
        },
        fail: (failure) => {
          events.push('fail');
          fail(failure);
        },
        ...options,
      });
      task.onProgressUpdate(({ progress }) => events.push(`progress ${progress}`));
      task.onHeadersReceived(() => events.push('headers'));
      started = task;
    });
    if (!started) throw new Error('Expected a task from wx.uploadFile, got none.');
    return { task: started, events, ended };
  }

  const seen = await one.run(wx, { ...tools, outcome, pick, upload });
  await laterTurns();
  if (violations.length > 0) throw new Error(violations.join('\n'));
  return seen;
}
