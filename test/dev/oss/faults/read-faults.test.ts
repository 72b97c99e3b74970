import { FAULT_KINDS, faultSequence } from '../../../../dev/oss/faults/faults';
import { readFaults } from '../../../../dev/oss/faults/read-faults';

test('every setting of the command line', () => {
  expect(readFaults('seed=7, latency=200,bandwidth=500k,cut-during=0.2,503=0.1')).toEqual({
    seed: 7,
    latency: 200,
    bandwidth: 500_000,
    rates: { 'cut-during': 0.2, '503': 0.1 },
  });
  expect(readFaults('bandwidth=2m').bandwidth).toBe(2_000_000);
  expect(readFaults('bandwidth=80000').bandwidth).toBe(80_000);
  expect(readFaults('')).toEqual({ seed: 1, latency: 0, bandwidth: Number.POSITIVE_INFINITY, rates: {} });
});

test.each([
  ['cut=0.1', /Expected --faults to set seed, latency, bandwidth, or the rate of cut-before, .*got "cut=0.1"/],
  ['503', /Expected 503 of --faults to be a number from 0 to 1, got ""/],
  ['503=2', /Expected 503 of --faults to be a number from 0 to 1, got "2"/],
  ['latency=soon', /Expected latency of --faults .* got "soon"/],
  ['bandwidth=5g', /Expected bandwidth of --faults to be bytes a second like 80000, 500k or 2m, got "5g"/],
  ['bandwidth=0', /Expected bandwidth/],
  ['500=0.6,503=0.5', /Expected the rates of --faults to be 1 at most in all, got 1.1/],
])('%s is refused by name', (text, message) => {
  expect(() => readFaults(text)).toThrow(message);
});

describe('which upload meets which fault', () => {
  const draw = (seed: number, rates = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.05]))) => {
    const next = faultSequence({ seed, rates });
    return Array.from({ length: 2000 }, next);
  };

  test('is the same for the same seed, and another for another', () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  test('follows the rates', () => {
    const drawn = draw(1);
    for (const kind of FAULT_KINDS) {
      const share = drawn.filter((one) => one === kind).length / drawn.length;
      expect(Math.abs(share - 0.05)).toBeLessThan(0.02);
    }
    expect(draw(1, { '500': 1 }).every((kind) => kind === '500')).toBe(true);
    expect(draw(1, {}).every((kind) => kind === undefined)).toBe(true);
  });
});
