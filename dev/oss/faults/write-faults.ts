import { FAULT_KINDS, type Faults, NO_FAULTS } from './faults';

/** What `--faults` is to be given for these faults; the reverse of `readFaults`. Empty for none. */
export function writeFaults({ seed, latency, bandwidth, rates }: Faults): string {
  const settings: string[] = [];
  if (seed !== NO_FAULTS.seed) settings.push(`seed=${seed}`);
  if (latency > 0) settings.push(`latency=${latency}`);
  if (bandwidth !== NO_FAULTS.bandwidth) settings.push(`bandwidth=${inUnits(bandwidth)}`);
  for (const kind of FAULT_KINDS) {
    const rate = rates[kind] ?? 0;
    if (rate > 0) settings.push(`${kind}=${rate}`);
  }
  return settings.join(',');
}

function inUnits(bandwidth: number): string {
  if (bandwidth % 1_000_000 === 0) return `${bandwidth / 1_000_000}m`;
  return bandwidth % 1000 === 0 ? `${bandwidth / 1000}k` : String(bandwidth);
}
