import { UploadError } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { withSignIn } from '../../../../../miniprogram/services/oss-upload/policy/sign-in';
import { settled } from '../../../../scripted-wx';

const UNAUTHORIZED = new UploadError('unauthorized', 'Expected the backend to know who asks, got 401.');

/** A backend that answers once someone is signed in, and a sign-in that the test ends. */
function backend() {
  const state = { signedIn: false, requests: 0, signIns: 0 };
  let end = () => {};
  const timers: (() => void)[] = [];
  const signIn = () =>
    new Promise<void>((resolve) => {
      state.signIns++;
      end = () => {
        state.signedIn = true;
        resolve();
      };
    });
  const fetch = (image: string) => {
    state.requests++;
    return state.signedIn ? Promise.resolve(`policy of ${image}`) : Promise.reject(UNAUTHORIZED);
  };
  const timer = (_: number, run: () => void) => {
    timers.push(run);
    return () => {};
  };
  const now = () => 1_000_000;
  return {
    state,
    timers,
    endSignIn: () => end(),
    get: withSignIn(fetch, signIn, timer, now),
    signIn,
    fetch,
    timer,
    now,
  };
}

test('signs in once for all that wait, and fetches each once more', async () => {
  const { state, endSignIn, get } = backend();
  const policies = Promise.all([get('a'), get('b'), get('c')]);
  await settled();
  endSignIn();
  expect(await policies).toEqual(['policy of a', 'policy of b', 'policy of c']);
  expect(state).toMatchObject({ requests: 6, signIns: 1 });
});

test('a fetch that was refused before someone else signed in is repeated without another sign-in', async () => {
  const { state, endSignIn, signIn, timer } = backend();
  const refusals: (() => void)[] = [];
  const slow = withSignIn(
    () =>
      state.signedIn && refusals.length === 2
        ? Promise.resolve('policy')
        : new Promise<string>((_, reject) => refusals.push(() => reject(UNAUTHORIZED))),
    signIn,
    timer,
    () => 0,
  );
  const both = Promise.all([slow(), slow()]);
  refusals[0]?.();
  await settled();
  endSignIn();
  await settled();
  refusals[1]?.();
  expect(await both).toEqual(['policy', 'policy']);
  expect(state.signIns).toBe(1);
});

test('a backend that still refuses is not asked a third time', async () => {
  const { state, fetch, timer } = backend();
  const get = withSignIn(
    fetch,
    () => {},
    timer,
    () => 0,
  );
  await expect(get('a')).rejects.toBe(UNAUTHORIZED);
  expect(state.requests).toBe(2);
});

test('other failures pass', async () => {
  const fault = new UploadError('network', '');
  const signIn = jest.fn();
  await expect(
    withSignIn(
      () => Promise.reject(fault),
      signIn,
      () => () => {},
      () => 0,
    )(),
  ).rejects.toBe(fault);
  expect(signIn).not.toHaveBeenCalled();
});

test.each([
  ['throws', () => Promise.reject(new Error('closed'))],
  [
    'throws at once',
    () => {
      throw new Error('closed');
    },
  ],
])('a sign-in that %s fails the call as unauthorized, with its cause', async (_, signIn) => {
  const { fetch, timer } = backend();
  await expect(withSignIn(fetch, signIn, timer, () => 0)('a')).rejects.toMatchObject({
    code: 'unauthorized',
    cause: new Error('closed'),
  });
});

test('a sign-in that never ends is not waited for longer than a minute', async () => {
  const { timers, get } = backend();
  const got = get('a');
  await settled();
  for (const end of timers) end();
  await expect(got).rejects.toMatchObject({ code: 'unauthorized', cause: { code: 'timeout' } });
});

test('a sign-in that has just not helped is asked for once, however many images wait, and again later', async () => {
  const { state, fetch, timer } = backend();
  const clock = { time: 0 };
  const signIn = jest.fn();
  const get = withSignIn(fetch, signIn, timer, () => clock.time);
  for (const image of ['a', 'b', 'c']) await expect(get(image)).rejects.toBe(UNAUTHORIZED);
  expect([signIn.mock.calls.length, state.requests]).toEqual([1, 4]);
  clock.time += 60_000;
  await expect(get('a')).rejects.toBe(UNAUTHORIZED);
  expect(signIn).toHaveBeenCalledTimes(2);
});
