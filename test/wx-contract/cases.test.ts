import { CASES } from './cases/index';

test('each case has a name of its own, by which the preview finds it', () => {
  const names = Object.values(CASES).flatMap((cases) => cases.map((one) => one.name));
  expect(names).toEqual([...new Set(names)]);
});
