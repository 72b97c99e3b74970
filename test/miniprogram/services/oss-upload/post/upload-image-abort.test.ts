import { makePicture } from '../../../../pictures/pictures';
import { settled } from '../../../../scripted-wx';
import { phoneWith, refused } from './scripted-upload';

describe('abort', () => {
  const aborted = refused('aborted', { remedy: 'never' });

  test('at once: nothing is posted', async () => {
    const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
    const { result, abort } = start();
    abort();
    await settled();
    await answerPolicy();
    expect(result.now()).toEqual(aborted);
    expect(phone.uploads).toHaveLength(0);
  });

  test.each(['a policy', 'a policy that forbids the file', 'a failure'])(
    'while the policy is awaited, and then comes %s: nothing is posted',
    async (what) => {
      const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
      const { result, abort } = start();
      await settled();
      abort();
      if (what === 'a failure') phone.requests[0]?.fail({ errMsg: 'request:fail timeout', errno: 5 });
      else await answerPolicy(what === 'a policy' ? {} : { limits: { maxSize: 10 } });
      await settled();
      expect(result.now()).toEqual(aborted);
      expect(phone.uploads).toHaveLength(0);
    },
  );

  test('while the policy is awaited: those who share the request are not disturbed', async () => {
    const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
    const first = start();
    start();
    await settled();
    first.abort();
    await answerPolicy();
    expect(phone.uploads).toHaveLength(1);
  });

  test('while the file is posted: the post stops, and the policy stays in use', async () => {
    const { phone, start, answerPolicy } = phoneWith(await makePicture('png'));
    const { result, abort } = start();
    await settled();
    await answerPolicy();
    abort();
    await settled();
    expect(result.now()).toEqual(aborted);
    expect(phone.uploads[0]?.aborted).toBe(true);
    start();
    await settled();
    expect(phone.requests).toHaveLength(1);
  });

  test('after the end: what is stored stays stored', async () => {
    const { phone, start, answerPolicy, answerPost } = phoneWith(await makePicture('png'));
    const { result, abort } = start();
    await settled();
    await answerPolicy();
    await answerPost(201);
    abort();
    await settled();
    expect(result.now()).toHaveProperty('value.key', 'uploads/name-1.png');
    expect(phone.uploads[0]?.aborted).toBe(false);
  });
});
