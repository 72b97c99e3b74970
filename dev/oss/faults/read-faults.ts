import { FAULT_KINDS, type FaultKind, type Faults, NO_FAULTS } from './faults';

/** For `--help`. */
export const FAULTS_HELP = `                latency (milliseconds), bandwidth (bytes a second for all uploads together, with k or m),
                seed, and the share of uploads, from 0 to 1, that meets each of
                ${FAULT_KINDS.slice(0, 4).join(', ')},
                ${FAULT_KINDS.slice(4, 9).join(', ')},
                ${FAULT_KINDS.slice(9).join(', ')} (a captive portal responds instead of OSS).
                With the same seed, the n-th upload always meets the same fault.`;

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

/**
 * Reads what `--faults` is given: `seed=7,latency=200,bandwidth=500k,cut-during=0.2,503=0.1`.
 * @param text empty: no faults
 * @throws Error that names what is wrong and what was expected
 */
export function readFaults(text: string): Faults {
  if (text === '') return NO_FAULTS;
  const faults = { ...NO_FAULTS };
  const rates: Partial<Record<FaultKind, number>> = {};
  for (const setting of text.split(',')) {
    const [name = '', value = ''] = setting.split('=').map((side) => side.trim());
    const kind = FAULT_KINDS.find((one) => one === name);
    if (kind) rates[kind] = readNumber(name, value, 1);
    else if (name === 'seed' || name === 'latency') faults[name] = readNumber(name, value);
    else if (name === 'bandwidth') faults.bandwidth = readBandwidth(value);
    else {
      throw new Error(
        `Expected --faults to set seed, latency, bandwidth, or the rate of ${FAULT_KINDS.join(', ')}; got "${setting}".`,
      );
    }
  }
  const sum = Object.values(rates).reduce((all, rate) => all + rate, 0);
  if (sum > 1) throw new Error(`Expected the rates of --faults to be 1 at most in all, got ${sum}.`);
  return { ...faults, rates };
}

function readNumber(name: string, value: string, max = 1e9): number {
  const number = Number(value);
  if (value !== '' && number >= 0 && number <= max) return number;
  throw new Error(`Expected ${name} of --faults to be a number from 0 to ${max}, got "${value}".`);
}

function readBandwidth(value: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(value) ?? [];
  const bandwidth = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  if (bandwidth > 0) return bandwidth;
  throw new Error(`Expected bandwidth of --faults to be bytes a second like 80000, 500k or 2m, got "${value}".`);
}
