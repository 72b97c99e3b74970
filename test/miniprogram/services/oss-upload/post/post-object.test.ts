import {
  type PostProgress,
  type PostRequest,
  postObject,
} from '../../../../../miniprogram/services/oss-upload/post/post-object';
import type { UploadFileOptions } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import type { Timer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { type PhoneOptions, scriptedWx, settled } from '../../../../scripted-wx';

const HOST = 'https://pictures.oss-cn-hangzhou.aliyuncs.com';

/** Posts one file over a scripted phone, which need not behave. */
function post(changes: Partial<PostRequest> = {}, wx: Pick<PhoneOptions, 'misbehaves'> = {}) {
  const phone = scriptedWx(wx);
  const progress: PostProgress[] = [];
  const request: PostRequest = {
    host: HOST,
    filePath: 'wxfile://tmp_1.jpg',
    size: 1000,
    formFields: { key: 'uploads/a.jpg', policy: 'p', success_action_status: '200' },
    onProgress: (step) => progress.push(step),
    ...changes,
  };
  const watches: { wait: number; end: () => void }[] = [];
  const task = postObject(request, phone.wx, (wait, end) => {
    const watch = { wait, end };
    watches.push(watch);
    return () => watches.splice(watches.indexOf(watch), 1);
  });
  const [upload] = phone.uploads;
  if (!upload) throw new Error('Expected one call of wx.uploadFile, got none.');
  return { task, upload, progress, watches };
}

test('the file goes to the root of the bucket as `file`, after the fields in their order', () => {
  const { options } = post().upload;
  expect(options).toMatchObject({ url: `${HOST}/`, name: 'file', filePath: 'wxfile://tmp_1.jpg' });
  expect(Object.keys(options.formData ?? {})).toEqual(['key', 'policy', 'success_action_status']);
});

test('no header is set: the content-type, with its boundary, is for the client to write', () => {
  expect(post().upload.options).not.toHaveProperty('header');
});

test('ten minutes by default', () => {
  expect(post().upload.options.timeout).toBe(600_000);
  expect(post({ timeout: 5000 }).upload.options.timeout).toBe(5000);
});

test.each([
  ['as OSS writes them', { ETag: '"5B3C1A2E"', 'x-oss-request-id': '65E1A0B2' }],
  ['in small letters', { etag: '"5B3C1A2E"', 'x-oss-request-id': '65E1A0B2' }],
  ['in capitals', { ETAG: '"5B3C1A2E"', 'X-OSS-REQUEST-ID': '65E1A0B2' }],
  ['with a capital at each word', { Etag: '"5B3C1A2E"', 'X-Oss-Request-Id': '65E1A0B2' }],
])('ETag and request id are found %s', async (_, headers) => {
  const { task, upload } = post();
  upload.headers(headers);
  upload.succeed({ statusCode: 200, data: '' });
  await expect(task.result).resolves.toMatchObject({ etag: '"5B3C1A2E"', requestId: '65E1A0B2' });
});

test.each([
  [403, '<Error><Code>AccessDenied</Code><EC>0006-00000213</EC></Error>', 'policy-expired'],
  [500, '<Error><Code>InternalError</Code></Error>', 'oss-failed'],
  [301, '', 'not-from-oss'],
  [0, '', 'oss-failed'],
])('success of wx.uploadFile with %i is an error', async (statusCode, data, code) => {
  const { task, upload } = post();
  upload.succeed({ statusCode, data });
  await expect(task.result).rejects.toMatchObject({ name: 'UploadError', code, details: { status: statusCode } });
});

test('a failure of wx.uploadFile names the host and keeps what WeChat said', async () => {
  const { task, upload } = post();
  const failure = { errMsg: 'uploadFile:fail url not in domain list', errno: 600002 };
  upload.fail(failure);
  await expect(task.result).rejects.toMatchObject({
    code: 'domain-not-listed',
    message: expect.stringContaining(HOST),
    cause: failure,
  });
});

describe('progress', () => {
  const percents = (steps: readonly PostProgress[]) =>
    steps.map((step) => (step.phase === 'uploading' ? step.percent : step.phase));

  test('only grows, in whole percents, and 100 is processing: OSS has not answered yet', () => {
    const { upload, progress } = post();
    for (const percent of [0, 10, 10, 5, 33.7, 33.2, 99.9, 100, 100, 40]) upload.progress(percent);
    expect(percents(progress)).toEqual([0, 10, 33, 99, 'processing']);
  });

  test('stays between 0 and 100, whatever the client reports', () => {
    const { upload, progress } = post();
    for (const percent of [-20, Number.NaN, 12, 250, Number.POSITIVE_INFINITY]) upload.progress(percent);
    expect(percents(progress)).toEqual([12, 'processing']);
  });

  test('a tiny file jumps to its end, or reports nothing at all', async () => {
    const { upload, progress } = post();
    upload.progress(100);
    expect(percents(progress)).toEqual(['processing']);

    const silent = post();
    silent.upload.succeed({ statusCode: 200, data: '' });
    await silent.task.result;
    expect(silent.progress).toEqual([]);
  });

  test('a listener is optional', async () => {
    const phone = scriptedWx();
    const task = postObject(
      { host: HOST, filePath: 'wxfile://tmp_1.jpg', size: 1000, formFields: { success_action_status: '200' } },
      phone.wx,
    );
    phone.uploads[0]?.progress(50);
    phone.uploads[0]?.succeed({ statusCode: 200, data: '' });
    await expect(task.result).resolves.toBeDefined();
  });
});

describe('abort', () => {
  test('stops the upload and rejects at once, without waiting for WeChat', async () => {
    const { task, upload } = post();
    task.abort();
    await expect(task.result).rejects.toMatchObject({ code: 'aborted', remedy: 'never' });
    expect(upload.aborted).toBe(true);
  });

  test('what a client delivers later changes nothing', async () => {
    const { task, upload, progress } = post({}, { misbehaves: true });
    task.abort();
    upload.progress(50);
    upload.headers({ ETag: '"5B3C1A2E"' });
    upload.succeed({ statusCode: 200, data: '' });
    upload.fail({ errMsg: 'uploadFile:fail abort' });
    task.abort();
    await expect(task.result).rejects.toMatchObject({ code: 'aborted' });
    expect(progress).toEqual([]);
  });

  test('after the end it does nothing', async () => {
    const { task, upload } = post();
    upload.succeed({ statusCode: 200, data: '' });
    task.abort();
    await expect(task.result).resolves.toBeDefined();
    expect(upload.aborted).toBe(false);
  });
});

test('of two answers the first counts', async () => {
  const stored = post({}, { misbehaves: true });
  stored.upload.succeed({ statusCode: 200, data: '' });
  stored.upload.fail({ errMsg: 'uploadFile:fail timeout' });
  stored.upload.progress(50);
  await expect(stored.task.result).resolves.toBeDefined();
  expect(stored.progress).toEqual([]);

  const failed = post({}, { misbehaves: true });
  failed.upload.fail({ errMsg: 'uploadFile:fail timeout' });
  failed.upload.succeed({ statusCode: 200, data: '' });
  await expect(failed.task.result).rejects.toMatchObject({ code: 'timeout' });
});

describe('an upload that does not move', () => {
  test('is stopped after thirty seconds, and may be tried again', async () => {
    const { task, upload, watches } = post();
    expect(watches.map(({ wait }) => wait)).toEqual([30_000]);
    const ended = expect(task.result).rejects.toMatchObject({ code: 'timeout', remedy: 'retry' });
    watches[0]?.end();
    expect(upload.aborted).toBe(true);
    await ended;
    await settled();
    expect(watches).toEqual([]);
  });

  test('every byte begins the thirty seconds anew, a report of none does not', () => {
    const { upload, watches } = post({ stallTimeout: 500 });
    const [first] = watches;
    upload.progress(10);
    const [second] = watches;
    upload.progress(10);
    upload.progress(5);
    expect([watches.length, second === first, watches[0] === second]).toEqual([1, false, true]);
    upload.progress(100);
    expect(watches[0]).not.toBe(second);
  });

  test('before the first report and after the last it may take as long as its size needs at 10 KB/s', () => {
    const { upload, watches } = post({ size: 2_500_000 });
    expect(watches[0]?.wait).toBe(250_000);
    upload.progress(1);
    expect(watches[0]?.wait).toBe(250_000);
    upload.progress(2);
    expect(watches[0]?.wait).toBe(30_000);
    upload.progress(100);
    expect(watches[0]?.wait).toBe(250_000);
  });

  test('a small one as long as any, a large one no longer than the time-out', () => {
    expect(post({ size: 1000 }).watches[0]?.wait).toBe(30_000);
    expect(post({ size: 100_000_000, timeout: 500_000 }).watches[0]?.wait).toBe(500_000);
  });

  test('nothing is watched any more once it has ended, however it did', async () => {
    const stored = post();
    stored.upload.succeed({ statusCode: 200, data: '' });
    const failed = post();
    failed.upload.fail({ errMsg: 'uploadFile:fail' });
    const aborted = post();
    aborted.task.abort();
    await Promise.allSettled([stored.task.result, failed.task.result, aborted.task.result]);
    expect([stored, failed, aborted].flatMap(({ watches }) => watches)).toEqual([]);
  });
});

test('how long the server asks to wait is in the error', async () => {
  const { task, upload } = post();
  upload.headers({ 'Retry-After': '7' });
  upload.succeed({ statusCode: 503, data: '' });
  await expect(task.result).rejects.toMatchObject({ code: 'oss-failed', details: { retryAfter: 7000 } });
});

test('the answer has the last word, not `success`: what does not come from OSS is not stored', async () => {
  const { task, upload, watches } = post();
  upload.headers({ Server: 'portal' });
  upload.succeed({ statusCode: 200, data: '<html>Sign in</html>' });
  await expect(task.result).rejects.toMatchObject({ code: 'not-from-oss', remedy: 'retry' });
  expect(watches).toEqual([]);
});

test('an abort that was not requested is an interruption', async () => {
  const { task, upload } = post();
  upload.fail({ errMsg: 'uploadFile:fail abort' });
  await expect(task.result).rejects.toMatchObject({ code: 'interrupted', remedy: 'retry' });
});

describe('a client that misbehaves', () => {
  const REQUEST: PostRequest = {
    host: HOST,
    filePath: 'wxfile://tmp_1.jpg',
    size: 1000,
    formFields: { success_action_status: '200' },
  };

  /** Posts by a `wx.uploadFile` of the test's own. */
  function postBy(uploadFile: (options: UploadFileOptions) => unknown, changes: Partial<PostRequest> = {}) {
    const timers = new Set<() => void>();
    const timer: Timer = (_, end) => {
      timers.add(end);
      return () => timers.delete(end);
    };
    // Cast because it does not keep to the type.
    const api = { uploadFile } as Parameters<typeof postObject>[1];
    return { task: postObject({ ...REQUEST, ...changes }, api, timer), timers };
  }

  let logged: jest.SpyInstance;
  beforeEach(() => {
    logged = jest.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => logged.mockRestore());

  test('uploadFile throws: the upload has failed, and may be tried again', async () => {
    const fault = new TypeError('uploadFile is not a function');
    const { task, timers } = postBy(() => {
      throw fault;
    });
    await expect(task.result).rejects.toMatchObject({ code: 'unexpected', remedy: 'retry', cause: fault });
    expect(timers.size).toBe(0);
  });

  test('uploadFile returns nothing: what it calls back counts', async () => {
    let options: UploadFileOptions | undefined;
    const { task, timers } = postBy((given) => {
      options = given;
    });
    options?.success?.({ statusCode: 200, data: '' });
    await expect(task.result).resolves.toMatchObject({ callback: { name: 'none' } });
    expect(timers.size).toBe(0);
  });

  test('uploadFile returns nothing and never calls back: it stalls, and can be aborted', async () => {
    const stalled = postBy(() => undefined);
    for (const end of stalled.timers) end();
    await expect(stalled.task.result).rejects.toMatchObject({ code: 'timeout' });
    const aborted = postBy(() => undefined);
    aborted.task.abort();
    await expect(aborted.task.result).rejects.toMatchObject({ code: 'aborted' });
    expect([stalled.timers.size, aborted.timers.size, logged.mock.calls.length]).toEqual([0, 0, 0]);
  });

  test('it calls back at once, before it returns the task', async () => {
    const listeners = jest.fn();
    const { task, timers } = postBy(({ success }) => {
      success?.({ statusCode: 200, data: '' });
      return { abort: listeners, onProgressUpdate: listeners, onHeadersReceived: listeners };
    });
    await expect(task.result).resolves.toBeDefined();
    expect(timers.size).toBe(0);
  });

  test.each([undefined, null, {}])('it calls back with %p', async (result) => {
    // Cast because it does not keep to the type.
    const { task } = postBy(({ success }) => success?.(result as never));
    await expect(task.result).rejects.toMatchObject({ code: 'not-from-oss', remedy: 'retry' });
  });

  test('its task throws: what is thrown is reported, and the upload goes on', async () => {
    const fault = new Error('no longer');
    const throwing = () => {
      throw fault;
    };
    const { task, timers } = postBy(() => ({
      abort: throwing,
      onProgressUpdate: throwing,
      onHeadersReceived: throwing,
    }));
    expect(logged.mock.calls).toEqual([
      ['Expected UploadTask.onHeadersReceived not to throw, got', fault],
      ['Expected UploadTask.onProgressUpdate not to throw, got', fault],
    ]);
    task.abort();
    expect(logged).toHaveBeenLastCalledWith('Expected UploadTask.abort not to throw, got', fault);
    await expect(task.result).rejects.toMatchObject({ code: 'aborted' });
    expect(timers.size).toBe(0);
  });

  test('a listener of the caller throws: it is reported each time, and the upload goes on', async () => {
    const fault = new Error('a bug of the page');
    const { task, upload } = post({
      onProgress: () => {
        throw fault;
      },
    });
    upload.progress(10);
    upload.progress(20);
    upload.succeed({ statusCode: 200, data: '' });
    await expect(task.result).resolves.toBeDefined();
    expect(logged.mock.calls).toEqual(Array(2).fill(['Expected onProgress not to throw, got', fault]));
  });

  test('headers and progress after the end start no timer', async () => {
    const { task, upload, watches, progress } = post({}, { misbehaves: true });
    upload.succeed({ statusCode: 200, data: '' });
    upload.headers({ ETag: '"late"' });
    upload.progress(50);
    await expect(task.result).resolves.toMatchObject({ etag: undefined });
    expect([watches, progress]).toEqual([[], []]);
  });
});
