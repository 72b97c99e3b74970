import { fetchPolicy } from '../../../../miniprogram/services/oss-upload/fetch-policy';
import { createPolicySource } from '../../../../miniprogram/services/oss-upload/policy-source';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { scriptedWx } from '../../../scripted-wx';

/** A source over a scripted phone, with a clock that the test sets. */
function policySource() {
  const phone = scriptedWx();
  const clock = { time: SIGNED_AT.getTime() };
  const now = () => clock.time;
  const policies = createPolicySource(() => fetchPolicy({ url: 'https://upload.example.com' }, now, phone.wx), now);
  /** The backend answers the last request with a policy signed just then. */
  const answer = () => {
    const at = new Date(clock.time);
    phone.requests.at(-1)?.succeed({ statusCode: 200, data: policyAnswer({ at }), header: { Date: at.toUTCString() } });
  };
  return { phone, clock, policies, answer };
}

test('fifty callers at once share one request and its policy', async () => {
  const { phone, policies, answer } = policySource();
  const asked = Array.from({ length: 50 }, () => policies.get());
  expect(phone.requests).toHaveLength(1);
  answer();
  expect(new Set(await Promise.all(asked)).size).toBe(1);
});

test('later callers get the same policy without a request', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get();
  answer();
  expect(await policies.get()).toBe(await first);
  expect(await policies.get()).toBe(await first);
  expect(phone.requests).toHaveLength(1);
});

test('callers at once share a failure, and the next one asks again', async () => {
  const { phone, policies, answer } = policySource();
  const asked = Promise.allSettled([policies.get(), policies.get(), policies.get()]);
  phone.requests[0]?.fail({ errMsg: 'request:fail timeout', errno: 5 });
  const reasons = (await asked).map((outcome) => outcome.status === 'rejected' && outcome.reason.code);
  expect(reasons).toEqual(['timeout', 'timeout', 'timeout']);

  const again = policies.get();
  expect(phone.requests).toHaveLength(2);
  answer();
  await expect(again).resolves.toMatchObject({ dir: 'uploads/' });
});

test('a minute before it expires a policy is renewed, with one request for all', async () => {
  const { phone, clock, policies, answer } = policySource();
  const first = policies.get();
  answer();
  clock.time = (await first).renewAt - 1;
  expect(await policies.get()).toBe(await first);

  clock.time += 1;
  const renewed = [policies.get(), policies.get()];
  expect(phone.requests).toHaveLength(2);
  answer();
  expect(await renewed[0]).toBe(await renewed[1]);
  expect((await renewed[0])?.policy).not.toBe((await first).policy);
});

test('a policy that was discarded is not handed out again', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get();
  answer();
  policies.discard(await first);
  const second = policies.get();
  expect(phone.requests).toHaveLength(2);
  answer();
  expect(await second).not.toBe(await first);
});

test('many uploads refused with the same old policy cost one new one', async () => {
  const { phone, policies, answer } = policySource();
  const first = policies.get();
  answer();
  const old = await first;
  policies.discard(old);
  const second = policies.get();
  policies.discard(old);
  answer();
  await second;
  policies.discard(old);
  expect(await policies.get()).toBe(await second);
  expect(phone.requests).toHaveLength(2);
});
