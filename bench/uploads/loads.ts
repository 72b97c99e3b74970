import { seededRandom } from '../../dev/oss/faults/faults';
import type { Link } from './link';

/** Pictures to upload over a line, and by whom. */
export interface Load {
  name: string;
  link: Link;
  /** Of each picture, in bytes. */
  sizes: readonly number[];
  /** Where connections are cut, as fractions of all bytes. */
  cuts: readonly number[];
  /** Names of clients, see `CLIENTS`. */
  clients: readonly string[];
}

const KB = 1000;
const MB = 1_000_000;

/** The same sizes every time, evenly spread over a range. */
function sizesBetween(count: number, from: number, to: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => Math.round(from + (to - from) * random()));
}

/** In the middle of equal parts. */
const evenCuts = (count: number) => Array.from({ length: count }, (_, n) => (n + 0.5) / count);

/** Four small ones, then a larger one. */
const MIXED = sizesBetween(300, 4 * KB, 40 * KB).map((size, n) => (n % 5 === 4 ? size * 6 : size));
const SLOW = { bandwidth: 1.5 * MB, roundTrip: 80 };

export const LOADS: readonly Load[] = [
  {
    name: 'large',
    link: { bandwidth: 12 * MB, roundTrip: 40 },
    sizes: sizesBetween(50, 300 * KB, 5 * MB),
    cuts: [],
    clients: ['ours', 'cos', 'uppy', 'tus'],
  },
  {
    name: 'small',
    link: { bandwidth: 12 * MB, roundTrip: 150 },
    sizes: Array.from({ length: 50 }, () => 60 * KB),
    cuts: [],
    clients: ['ours', 'cos', 'cos-10', 'uppy', 'tus', 'sample'],
  },
  { name: 'mixed-3-cuts', link: SLOW, sizes: MIXED, cuts: evenCuts(3), clients: ['ours', 'cos'] },
  { name: 'mixed-30-cuts', link: SLOW, sizes: MIXED, cuts: evenCuts(30), clients: ['ours', 'cos'] },
  {
    name: 'cut-picture',
    link: { bandwidth: 3 * MB, roundTrip: 80 },
    sizes: [15 * MB],
    cuts: [0.5],
    clients: ['ours', 'cos-post', 'cos', 'tus'],
  },
];

export function describeLoad({ name, link, sizes, cuts }: Load): string {
  const megabytes = (sizes.reduce((all, size) => all + size, 0) / MB).toFixed(1);
  const line = `${link.bandwidth / MB} MB/s, round trip ${link.roundTrip} ms`;
  const cut = cuts.length === 0 ? '' : `, ${cuts.length} ${cuts.length === 1 ? 'cut' : 'cuts'}`;
  return `${name}: ${sizes.length} ${sizes.length === 1 ? 'picture' : 'pictures'}, ${megabytes} MB, ${line}${cut}`;
}
