import { median } from '../../bench/median';
import { LOADS } from '../../bench/uploads/loads';
import { orderOf, summarize, TABLE_HEAD, tableRow } from '../../bench/uploads/summary';

test('the median of an even number of runs lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('one slow run moves the spread and not the median', () => {
  const runs = [1.1, 9, 1.0].map((seconds) => ({ seconds, requests: 51, resent: 0 }));
  expect(summarize(runs)).toEqual({ seconds: 1.1, fastest: 1.0, slowest: 9, completed: 3, requests: 51, resent: 0 });
});

test('each client is once first', () => {
  const orders = [0, 1, 2].map((round) => orderOf(['a', 'b', 'c'], round).join(''));
  expect(orders).toEqual(['abc', 'bca', 'cab']);
});

describe('a row', () => {
  const summary = { seconds: 3, fastest: 2.5, slowest: 4, completed: 3, requests: 53, resent: 7_400_000 };

  test('gives seconds, spread, ratio, requests and bytes sent twice, under their heads', () => {
    const row = tableRow('cos', summary, 3, 1.5);
    expect(row).toBe('| cos | 3.00 | 2.50–4.00 | 2.000 | 53 | 7.40 |');
    expect(row.split('|')).toHaveLength(TABLE_HEAD[0]?.split('|').length ?? 0);
  });

  test('says how often a client gave up', () => {
    expect(tableRow('cos', summary, 5, 1.5)).toContain('cos (gave up 2 of 5) | 3.00');
    expect(tableRow('cos', summarize([]), 5, 1.5)).toBe('| cos | gave up | – | – | – | – |');
  });
});

test('loads have the same sizes in every run, as they say', () => {
  const sizes = new Map(LOADS.map((load) => [load.name, load.sizes]));
  const large = sizes.get('large') ?? [];
  expect(large).toHaveLength(50);
  expect(Math.min(...large)).toBeGreaterThanOrEqual(300_000);
  expect(Math.max(...large)).toBeLessThanOrEqual(5_000_000);
  expect(sizes.get('mixed-3-cuts')).toEqual(sizes.get('mixed-30-cuts'));
  expect(sizes.get('mixed-3-cuts')).toHaveLength(300);
});
