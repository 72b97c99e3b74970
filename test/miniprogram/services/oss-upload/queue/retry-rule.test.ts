import fc from 'fast-check';
import { UploadError, type UploadErrorCode } from '../../../../../miniprogram/services/oss-upload/errors/upload-error';
import { backoff, nextStep } from '../../../../../miniprogram/services/oss-upload/queue/retry-rule';

const FIRST = { failures: 0, renewals: 0, disturbed: false, moved: false, wasRead: false };
const step = (code: UploadErrorCode, tries: Partial<typeof FIRST> = {}, retryAfter?: number) =>
  nextStep(new UploadError(code, '', retryAfter === undefined ? {} : { retryAfter }), { ...FIRST, ...tries }, () => 1);

test.each<[string, UploadErrorCode[], ReturnType<typeof nextStep>]>([
  [
    'again after a wait',
    [
      'interrupted',
      'network',
      'timeout',
      'certificate',
      'backend-failed',
      'oss-failed',
      'not-from-oss',
      'upload-cut-short',
      'unexpected',
    ],
    { name: 'retry', wait: 1000, counts: true },
  ],
  ['with a new policy at once', ['policy-expired', 'signature-refused'], { name: 'retry', wait: 0, counts: false }],
  ['never', ['policy-violated', 'file-too-large', 'file-missing', 'already-exists'], { name: 'give-up' }],
  ['only by hand', ['backend-refused', 'oss-refused', 'bucket-missing', 'outcome-unknown'], { name: 'give-up' }],
])('%s', (_, codes, expected) => {
  for (const code of codes) expect([code, step(code)]).toEqual([code, expected]);
});

test('a server that says how long to wait is waited for, unless the wait is longer anyway', () => {
  expect(step('oss-failed', {}, 20_000)).toMatchObject({ wait: 20_000 });
  expect(step('oss-failed', { failures: 5 }, 20_000)).toMatchObject({ wait: 32_000 });
});

test('where bytes have moved, a cut connection is retried at once; a busy server is not', () => {
  for (const code of ['network', 'interrupted', 'upload-cut-short'] as const) {
    expect(step(code, { moved: true })).toEqual({ name: 'retry', wait: 0, counts: true });
  }
  expect(step('oss-failed', { moved: true })).toMatchObject({ wait: 1000 });
  expect(step('timeout', { moved: true })).toMatchObject({ wait: 1000 });
});

test('a file that was there when it was read is looked for again at once', () => {
  expect(step('file-missing', { wasRead: true })).toEqual({ name: 'retry', wait: 0, counts: true });
  expect(step('file-missing', { wasRead: true, failures: 11 })).toEqual({ name: 'give-up' });
});

test('a client that takes no more uploads at once does not count as a failure', () => {
  expect(step('too-many-uploads', { failures: 11 })).toEqual({ name: 'retry', wait: 1000, counts: false });
});

test('the twelfth failure in a row is the last, but not where the phone disturbed it', () => {
  expect(step('network', { failures: 10 }).name).toBe('retry');
  expect(step('network', { failures: 11 })).toEqual({ name: 'give-up' });
  expect(step('network', { failures: 11, disturbed: true })).toMatchObject({ name: 'retry', counts: false });
});

test('a second refused policy in a row is given a moment, a third one is the last', () => {
  expect(step('policy-expired', { renewals: 1 })).toEqual({ name: 'retry', wait: 1000, counts: false });
  expect(step('policy-expired', { renewals: 2 })).toEqual({ name: 'give-up' });
});

test('waits double up to a minute, and chance takes away up to a half', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 30].map((failures) => backoff(failures, () => 1) / 1000)).toEqual([
    1, 2, 4, 8, 16, 32, 60, 60,
  ]);
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
      const longest = backoff(failures, () => 1);
      const wait = backoff(failures, () => chance);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest);
    }),
  );
});
