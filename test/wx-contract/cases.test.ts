import { CASES } from './cases/index';

test('case names are unique, because the preview finds a case by name', () => {
  const names = Object.values(CASES).flatMap((cases) => cases.map((one) => one.name));
  expect(names).toEqual([...new Set(names)]);
});
