import { MISBEHAVIOUR_KINDS } from '../../dev/wx/phone/misbehaviour';
import { runChaos, VIOLATIONS } from './chaos-run';
import { DEFAULT_RATES } from './world';

test('with everything going wrong each picture is stored exactly once, and what is said is true', async () => {
  const figures = await runChaos({ seed: 1, uploads: 100, rates: DEFAULT_RATES });
  process.stdout.write(`${JSON.stringify(figures)}\n`);

  expect(figures).toMatchObject(Object.fromEntries(VIOLATIONS.map((name) => [name, []])));
  // Things did go wrong.
  expect(MISBEHAVIOUR_KINDS.filter((kind) => figures.faults[kind] !== undefined).length).toBeGreaterThan(12);
  expect(figures.kills).toBeGreaterThan(0);
});
