import fc from 'fast-check';
import { FAULT_KINDS } from '../../../../dev/oss/faults/faults';
import { readFaults } from '../../../../dev/oss/faults/read-faults';
import { writeFaults } from '../../../../dev/oss/faults/write-faults';

test('what is written is read as the same faults', () => {
  const faults = fc.record({
    seed: fc.nat(1e9),
    latency: fc.nat(5000),
    bandwidth: fc.constantFrom(Number.POSITIVE_INFINITY, 20_000, 80_123, 2_000_000),
    rates: fc.dictionary(fc.constantFrom(...FAULT_KINDS), fc.constantFrom(0.01, 0.05, 0.07), { maxKeys: 5 }),
  });
  fc.assert(
    fc.property(faults, (given) =>
      expect(readFaults(writeFaults(given))).toEqual({ ...given, rates: { ...given.rates } }),
    ),
  );
});

test('no faults are an empty text', () => {
  expect(writeFaults(readFaults(''))).toBe('');
  expect(writeFaults(readFaults('bandwidth=500k,503=0.1'))).toBe('bandwidth=500k,503=0.1');
});
