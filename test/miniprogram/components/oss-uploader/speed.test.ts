import { createSpeed } from '../../../../miniprogram/components/oss-uploader/speed';

/** Notes steady progress. @param from and to in seconds */
function steady(speed: ReturnType<typeof createSpeed>, bytesPerSecond: number, from: number, to: number): void {
  for (let at = from * 1000; at <= to * 1000; at += 100) speed.note((at / 1000) * bytesPerSecond, at);
}

test('the speed is known after a second, the time left after three, in steps of five seconds', () => {
  const speed = createSpeed();
  steady(speed, 1000, 0, 0.5);
  expect([speed.current(), speed.secondsLeft(10_000)]).toEqual([undefined, undefined]);
  steady(speed, 1000, 0.6, 2);
  expect([speed.current(), speed.secondsLeft(10_000)]).toEqual([1000, undefined]);
  steady(speed, 1000, 2.1, 3);
  expect([speed.secondsLeft(10_000), speed.secondsLeft(11_000), speed.secondsLeft(1)]).toEqual([10, 15, 5]);
});

test('only the last five seconds count', () => {
  const speed = createSpeed();
  for (let at = 0; at <= 20_000; at += 100) speed.note(at <= 10_000 ? at * 10 : 100_000 + (at - 10_000), at);
  expect(speed.current()).toBe(1000);
});

test('after a pause, or a retry that begins anew, it starts over', () => {
  const speed = createSpeed();
  steady(speed, 1000, 0, 4);
  speed.note(4000, 60_000);
  expect(speed.current()).toBeUndefined();
  steady(speed, 1000, 60.1, 62);
  speed.note(0, 62_100);
  expect(speed.current()).toBeUndefined();
});
