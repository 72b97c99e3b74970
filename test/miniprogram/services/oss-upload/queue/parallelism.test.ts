import { createParallelism } from '../../../../../miniprogram/services/oss-upload/queue/parallelism';

const MEGABYTE = 1024 ** 2;
const many = (count: number, bytes: number) => Array.from({ length: count }, () => bytes);

/** How many images of this size run at once, if none ends. */
function fits(parallelism: ReturnType<typeof createParallelism>, bytes: number): number {
  let running = 0;
  while (running < 100 && parallelism.mayStart(many(running, bytes))) running++;
  return running;
}

test('large images run three at a time, small ones eight', () => {
  expect(fits(createParallelism(10), 5 * MEGABYTE)).toBe(3);
  expect(fits(createParallelism(10), 60 * 1024)).toBe(8);
  expect(fits(createParallelism(10), 250 * 1024)).toBe(5);
});

test('images of unknown size count as large, and those that are all sent as nothing', () => {
  expect(fits(createParallelism(10), Number.POSITIVE_INFINITY)).toBe(3);
  expect(createParallelism(10).mayStart([...many(5, 0), 5 * MEGABYTE])).toBe(false);
  expect(createParallelism(10).mayStart(many(7, 0))).toBe(true);
});

test('with each success one more small image, up to the limit; with a failure half of them, at least two', () => {
  const parallelism = createParallelism(10);
  parallelism.succeeded();
  expect(fits(parallelism, 1)).toBe(9);
  for (let i = 0; i < 9; i++) parallelism.succeeded();
  expect(fits(parallelism, 1)).toBe(10);
  parallelism.failed();
  expect(fits(parallelism, 1)).toBe(5);
  for (let i = 0; i < 9; i++) parallelism.failed();
  parallelism.succeeded();
  parallelism.succeeded();
  expect(fits(parallelism, 1)).toBe(4);
});

test('the limit holds for images of any size', () => {
  expect([fits(createParallelism(2), 1), fits(createParallelism(1), 1), fits(createParallelism(5), 1)]).toEqual([
    2, 1, 5,
  ]);
});

test('a client that takes fewer gets fewer, at least one, until conditions change', () => {
  const parallelism = createParallelism(10);
  parallelism.refused(2);
  expect([fits(parallelism, 1), fits(parallelism, 5 * MEGABYTE)]).toEqual([2, 2]);
  parallelism.refused(0);
  expect(fits(parallelism, 1)).toBe(1);
  parallelism.reset();
  expect(fits(parallelism, 1)).toBe(8);
});
