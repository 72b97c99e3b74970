import { callWx } from '../../../../../miniprogram/services/oss-upload/errors/wx-call';
import type { Callbacks } from '../../../../../miniprogram/services/oss-upload/wx/contract';

/** A call that the test answers, on a clock that stands still. */
function makeCall(throws?: Error) {
  const timers = new Set<() => void>();
  let callbacks: Required<Callbacks<string>> | undefined;
  const result = callWx<string>(
    {
      name: 'getFileInfo of wxfile://a',
      otherwise: 'file-unreadable',
      timeout: 500,
      timer: (_, callback) => {
        timers.add(callback);
        return () => timers.delete(callback);
      },
    },
    (given) => {
      if (throws) throw throws;
      callbacks = given;
    },
  );
  return { result, timers, callbacks };
}

test('resolves with the result of the call, and leaves no timer', async () => {
  const { result, timers, callbacks } = makeCall();
  callbacks?.success('done');
  expect(await result).toBe('done');
  expect(timers.size).toBe(0);
});

test('a failure is an UploadError, and leaves no timer', async () => {
  const { result, timers, callbacks } = makeCall();
  callbacks?.fail({ errMsg: 'getFileInfo:fail no such file' });
  await expect(result).rejects.toMatchObject({ code: 'file-missing' });
  expect(timers.size).toBe(0);
});

test('a call that throws is a failure', async () => {
  const fault = new TypeError('not a function');
  const { result, timers } = makeCall(fault);
  await expect(result).rejects.toMatchObject({ code: 'unexpected', cause: fault });
  expect(timers.size).toBe(0);
});

test('a call that never answers fails when its time is over, and its late answer is dropped', async () => {
  const { result, timers, callbacks } = makeCall();
  for (const fire of timers) fire();
  callbacks?.success('late');
  await expect(result).rejects.toMatchObject({
    code: 'timeout',
    message: 'Expected getFileInfo of wxfile://a to answer within 500 ms, got nothing.',
  });
});

test('a second answer is dropped', async () => {
  const { result, callbacks } = makeCall();
  callbacks?.success('first');
  callbacks?.fail({ errMsg: 'getFileInfo:fail no such file' });
  expect(await result).toBe('first');
});
