import type {
  UploadFileOptions,
  UploadFileResult,
  UploadTask,
  WxApi,
  WxFailure,
} from '../../miniprogram/services/oss-upload/wx/contract';

/** What a case needs that not every stand-in has. */
export type Need = 'background' | 'network changes' | 'a picker of its own';

/** What every stand-in for `wx` does the same. */
export interface Case {
  name: string;
  needs?: Need;
  /** True where files, storage or surroundings are not as they were afterwards: no other case can follow there. */
  leavesTraces?: boolean;
  /** Makes the calls. Runs where the stand-in is, in the preview's sandbox too: only `wx` and plain JavaScript are there. */
  run(wx: WxApi, world: World): Promise<unknown>;
  /** What `run` resolves with, as JSON. Called where jest is. */
  expected(): unknown;
}

/** What the adapter of a stand-in brings to a case, besides `wx`. */
export interface Tools {
  /** Of the contract server, for `wx.request`, without a slash at the end. */
  requestUrl: string;
  /** Of the same server, for `wx.uploadFile`. */
  uploadUrl: string;
  /** An address for `wx.uploadFile` at which nothing listens. */
  closedUrl: string;
  /** Does something outside the mini-program. */
  act(action: Action, ...values: string[]): Promise<unknown>;
}

export type Action =
  /** The next picker hands out the files of these names, see `FILES`. */
  | 'will pick'
  /** The next picker is closed without a choice. */
  | 'will cancel'
  | 'hide'
  | 'show'
  | 'go offline'
  /** Answers an address for `wx.request` at which nothing listens. */
  | 'stop the backend'
  /** Answers once an upload that is not answered has arrived. */
  | 'upload is held'
  /** Answers once the connection of that upload is closed. */
  | 'upload is cut'
  /** Answers what the server received in uploads. */
  | 'uploads received';

/** What a call came to. */
export type Outcome<Result> = { ok: Result } | { fail: WxFailure };

export interface Ends<Result> {
  success: (result: Result) => void;
  fail: (failure: WxFailure) => void;
}

export interface RunningUpload {
  task: UploadTask;
  /** What the callbacks and listeners received, in order. */
  events: string[];
  ended: Promise<Outcome<UploadFileResult>>;
}

export interface World extends Tools {
  /** Makes a call, and sees to it that one of its callbacks is called, once, in a later turn. */
  outcome<Result>(call: (ends: Ends<Result>) => unknown): Promise<Outcome<Result>>;
  /** Picks these files, and gives their paths. */
  pick(...names: string[]): Promise<string[]>;
  upload(filePath: string, options?: Partial<UploadFileOptions>): RunningUpload;
}

/** Lets whatever is still to be delivered arrive. */
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
        if (!returned) violations.push(`Expected ${name} in a later turn, it came before the call returned.`);
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
