import { runChaos } from './chaos-run';

/** The faults are deterministic: the n-th upload of a seed always gets the same one. */
test.each([
  { seed: 1, pictures: 100, faultRate: 0.4, kills: 3 },
  { seed: 2, pictures: 100, faultRate: 0.2, kills: 5 },
])('stores every picture exactly once: $pictures pictures, fault rate $faultRate, $kills kills', async (options) => {
  const figures = await runChaos(options);
  process.stdout.write(`${JSON.stringify({ ...options, ...figures })}\n`);

  expect(figures).toMatchObject({ arrived: options.pictures, surplus: 0, stores: options.pictures });
  expect(figures).toMatchObject({ keptFiles: [], keptImages: [], callsInFlight: 0 });
  // The faults did happen.
  expect(Object.keys(figures.faults).length).toBeGreaterThan(5);
  expect(figures.uploads).toBeGreaterThan(options.pictures);
  expect(figures.kills).toBe(options.kills);
});
