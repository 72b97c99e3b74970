import { fetchPolicy } from '../../../../../miniprogram/services/oss-upload/policy/fetch-policy';
import { createPolicySource } from '../../../../../miniprogram/services/oss-upload/policy/policy-source';
import { imageFacts } from '../../../../image-facts';
import { encodePolicy, policyAnswer, SIGNED_AT } from '../../../../sample-policy';
import { scriptedWx, settled } from '../../../../scripted-wx';

/** A source over a scripted phone, with a clock that the test sets. */
function policySource() {
  const phone = scriptedWx();
  const clock = { time: SIGNED_AT.getTime() };
  const now = () => clock.time;
  const policies = createPolicySource({
    fetch: () => fetchPolicy({ url: 'https://upload.example.com' }, now, phone.wx),
    now,
  });
  /** The backend answers the last request with a policy signed just then. */
  const answer = (request = phone.requests.at(-1), data: unknown = policyAnswer({ at: new Date(clock.time) })) => {
    request?.succeed({ statusCode: 200, data, header: { Date: new Date(clock.time).toUTCString() } });
  };
  return { phone, clock, policies, answer };
}

test('fifty callers at once share one request and its policy', async () => {
  const { phone, policies, answer } = policySource();
  const asked = Array.from({ length: 50 }, (_, index) => policies.get(imageFacts(`image-${index}`)));
  expect(phone.requests).toHaveLength(1);
  answer();
  expect(new Set(await Promise.all(asked)).size).toBe(1);
});

describe('a policy for each image', () => {
  test('is requested with what is known of the image, and stays the same over its tries', async () => {
    const phone = scriptedWx();
    const now = () => SIGNED_AT.getTime();
    const parts = (image: unknown) => ({ data: { image } });
    const policies = createPolicySource({
      fetch: (image) => fetchPolicy({ url: 'https://upload.example.com', parts }, now, phone.wx, undefined, image),
      now,
      perImage: true,
    });
    const both = ['a', 'b'].map((name) => policies.get(imageFacts(name)));
    await settled();
    expect(phone.requests.map(({ options }) => options.data)).toEqual([
      { image: imageFacts('a') },
      { image: imageFacts('b') },
    ]);
    for (const request of phone.requests) {
      request.succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
    }
    const [a, b] = await Promise.all(both);
    expect(a).not.toBe(b);
    expect(await policies.get(imageFacts('a'))).toBe(a);
    expect(phone.requests).toHaveLength(2);
  });

  test('is not fetched ahead', () => {
    const fetch = jest.fn();
    createPolicySource({ fetch, now: Date.now, perImage: true }).prefetch();
    expect(fetch).not.toHaveBeenCalled();
  });
});

test('a policy that was fetched ahead serves the first image; what fails ahead is fetched again', async () => {
  const { phone, policies, answer } = policySource();
  policies.prefetch();
  policies.prefetch();
  expect(phone.requests).toHaveLength(1);
  phone.requests[0]?.fail({ errMsg: 'request:fail timeout', errno: 5 });
  await settled();
  policies.prefetch();
  answer();
  await settled();
  await policies.get(imageFacts('image-1'));
  policies.prefetch();
  expect(phone.requests).toHaveLength(2);
});

test('later callers get the same policy without a request', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get(imageFacts('image-1'));
  answer();
  expect(await policies.get(imageFacts('image-2'))).toBe(await first);
  expect(await policies.get(imageFacts('image-3'))).toBe(await first);
  expect(phone.requests).toHaveLength(1);
});

test('callers at once share a failure, and the next one asks again', async () => {
  const { phone, policies, answer } = policySource();
  const asked = Promise.allSettled([
    policies.get(imageFacts('image-4')),
    policies.get(imageFacts('image-5')),
    policies.get(imageFacts('image-6')),
  ]);
  phone.requests[0]?.fail({ errMsg: 'request:fail timeout', errno: 5 });
  const reasons = (await asked).map((outcome) => outcome.status === 'rejected' && outcome.reason.code);
  expect(reasons).toEqual(['timeout', 'timeout', 'timeout']);

  const again = policies.get(imageFacts('image-7'));
  expect(phone.requests).toHaveLength(2);
  answer();
  await expect(again).resolves.toMatchObject({ key: { mode: 'prefix', prefix: 'uploads/' } });
});

test('a minute before it expires a policy is renewed, with one request for all', async () => {
  const { phone, clock, policies, answer } = policySource();
  const first = policies.get(imageFacts('image-8'));
  answer();
  clock.time = (await first).renewAt - 1;
  expect(await policies.get(imageFacts('image-9'))).toBe(await first);

  clock.time += 1;
  const renewed = [policies.get(imageFacts('image-10')), policies.get(imageFacts('image-11'))];
  expect(phone.requests).toHaveLength(2);
  answer();
  expect(await renewed[0]).toBe(await renewed[1]);
  expect((await renewed[0])?.policy).not.toBe((await first).policy);
});

test('a policy that was discarded is not handed out again', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get(imageFacts('image-12'));
  answer();
  policies.discard(await first);
  const second = policies.get(imageFacts('image-13'));
  expect(phone.requests).toHaveLength(2);
  answer();
  expect(await second).not.toBe(await first);
});

test('many uploads refused with the same old policy cost one new one', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get(imageFacts('image-14'));
  answer();
  const old = await first;
  policies.discard(old);
  const second = policies.get(imageFacts('image-15'));
  policies.discard(old);
  answer();
  await second;
  policies.discard(old);
  expect(await policies.get(imageFacts('image-16'))).toBe(await second);
  expect(phone.requests).toHaveLength(2);
});

describe('policies for one exact key', () => {
  /** An answer whose policy allows this key and no other. */
  function answerFor(key: string, expiration = '2026-03-01T08:10:00.000Z') {
    const conditions = [{ bucket: 'pictures' }, ['eq', '$key', key]];
    return { ...policyAnswer(), policy: encodePolicy({ expiration, conditions }) };
  }

  test('fifty callers at once get fifty policies, each for a key of its own', async () => {
    const { phone, policies, answer } = policySource();
    const asked = Array.from({ length: 50 }, (_, index) => policies.get(imageFacts(`image-${index}`)));
    answer(phone.requests[0], answerFor('key-0'));
    await settled();
    expect(phone.requests).toHaveLength(50);
    for (const [index, request] of phone.requests.slice(1).entries()) answer(request, answerFor(`key-${index + 1}`));
    const keys = (await Promise.all(asked)).map(({ key }) => key.mode === 'exact' && key.key);
    expect(new Set(keys).size).toBe(50);
  });

  test('the next caller gets a new one, though the last is still good', async () => {
    const { phone, policies, answer } = policySource();
    for (const key of ['key-1', 'key-2', 'key-3']) {
      const asked = policies.get(imageFacts(`image of ${key}`));
      answer(undefined, answerFor(key));
      await expect(asked).resolves.toMatchObject({ key: { mode: 'exact', key } });
    }
    expect(phone.requests).toHaveLength(3);
  });

  test('an image gets the same at every try, for as long as it serves and OSS does not refuse it', async () => {
    const { phone, clock, policies, answer } = policySource();
    const get = async (key: string) => {
      const asked = policies.get(imageFacts('image'));
      await settled();
      if (phone.requests.length === 1 || key !== 'key-1') answer(undefined, answerFor(key));
      return asked;
    };
    const first = await get('key-1');
    expect(await policies.get(imageFacts('image'))).toBe(first);

    policies.discard(first);
    const second = await get('key-2');
    expect(second).not.toBe(first);

    clock.time = second.renewAt;
    expect(await get('key-3')).toMatchObject({ key: { key: 'key-3' } });
    expect(phone.requests).toHaveLength(3);
  });

  test('a policy that is refused or due for renewal is evicted alone', async () => {
    const { clock, policies, answer } = policySource();
    const get = (image: string, key: string, expiration?: string) => {
      const asked = policies.get(imageFacts(image));
      answer(undefined, answerFor(key, expiration));
      return asked;
    };
    const first = await get('image-21', 'key-1');
    const second = await get('image-22', 'key-2', '2026-03-01T09:00:00.000Z');

    clock.time = first.renewAt;
    const renewed = await get('image-21', 'key-3');
    expect(renewed).not.toBe(first);
    expect(await policies.get(imageFacts('image-22'))).toBe(second);

    policies.discard(renewed);
    expect(await policies.get(imageFacts('image-22'))).toBe(second);
  });

  test('where the request of one fails, the others have theirs', async () => {
    const { phone, policies, answer } = policySource();
    const asked = Promise.allSettled([
      policies.get(imageFacts('image-18')),
      policies.get(imageFacts('image-19')),
      policies.get(imageFacts('image-20')),
    ]);
    answer(phone.requests[0], answerFor('key-0'));
    await settled();
    phone.requests[1]?.fail({ errMsg: 'request:fail timeout', errno: 5 });
    answer(phone.requests[2], answerFor('key-2'));
    expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
