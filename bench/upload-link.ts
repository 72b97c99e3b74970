import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud } from '../dev/cloud/local-cloud';
import { seededRandom } from '../dev/oss/faults/faults';
import { createPhone } from '../dev/wx/phone/phone';
import type { PickedImage } from '../miniprogram/services/oss-upload/index';
import { makePicture } from '../test/pictures/pictures';
import { type Client, ours, sample, threeAtOnce } from './clients';
import { createLine, type Link } from './shaped-link';

interface Scenario {
  name: string;
  link: Link;
  /** Range of picture sizes, in bytes. */
  sizes: [from: number, to: number];
  clients: Record<string, Client>;
}

const PICTURES = 50;

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'bandwidth-bound',
    link: { bandwidth: 12_000_000, roundTrip: 40 },
    sizes: [300_000, 5_000_000],
    clients: { 'this project': ours(3), 'the sample': sample, 'three at once, a policy each': threeAtOnce },
  },
  {
    name: 'latency-bound',
    link: { bandwidth: 12_000_000, roundTrip: 150 },
    sizes: [10_000, 30_000],
    clients: {
      'this project': ours(3),
      'this project, 6 at once': ours(6),
      'the sample': sample,
      'three at once, a policy each': threeAtOnce,
    },
  },
];

/** Measures how long 50 pictures take on a slow link, compared with other clients. */
export async function benchUploadLink(print: (line: string) => void): Promise<void> {
  for (const { name, link, sizes, clients } of SCENARIOS) {
    const folder = await mkdtemp(path.join(tmpdir(), 'bench-link-'));
    try {
      const { images, bytes } = await makeImages(folder, sizes);
      const limit = bytes / link.bandwidth;
      const megabytes = (bytes / 1e6).toFixed(1);
      print(
        `${name}: ${PICTURES} pictures, ${megabytes} MB, ${link.bandwidth / 1e6} MB/s, round trip ${link.roundTrip} ms; limit ${limit.toFixed(2)} s`,
      );
      const seconds: Record<string, number> = {};
      for (const [client, upload] of Object.entries(clients)) {
        const run = await time(upload, images, link, folder);
        seconds[client] = run.seconds;
        const times = (run.seconds / limit).toFixed(3);
        print(
          `  ${client}: ${run.seconds.toFixed(2)} s, ${times} of the limit, ${run.policyRequests} policy request(s)`,
        );
      }
      const ratio = (seconds['the sample'] ?? 0) / (seconds['this project'] ?? 1);
      print(
        `  the sample takes ${ratio.toFixed(2)} times as long (target: 2.5 if latency-bound; 1.05 of the limit if bandwidth-bound)`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function makeImages(folder: string, [from, to]: [number, number]) {
  const random = seededRandom(7);
  const images: PickedImage[] = [];
  let bytes = 0;
  for (let seed = 0; seed < PICTURES; seed++) {
    const head = await makePicture('jpeg', { seed });
    const size = Math.round(from + (to - from) * random());
    const file = path.join(folder, `picture-${seed}.jpg`);
    await writeFile(file, Buffer.concat([head, randomFillSync(Buffer.alloc(Math.max(0, size - head.length)))]));
    images.push({ id: `picture-${seed}`, path: file, size });
    bytes += size;
  }
  return { images, bytes };
}

/** Times one client against a fresh cloud over the link. */
async function time(upload: Client, images: readonly PickedImage[], link: Link, folder: string) {
  const dir = await mkdtemp(path.join(folder, 'run-'));
  const cloud = await startLocalCloud({ dataDir: path.join(dir, 'oss') });
  const line = createLine(link);
  const portOf = (url: string) => Number(new URL(url).port);
  const links = new Map(
    await Promise.all(
      [cloud.policyUrl, cloud.ossUrl].map(async (url) => [String(portOf(url)), await line.to(portOf(url))] as const),
    ),
  );
  let policyRequests = 0;
  const phone = createPhone({
    dir: path.join(dir, 'phone'),
    resolveUrl(url) {
      if (url === cloud.policyUrl) policyRequests++;
      const address = new URL(url);
      address.port = String(links.get(address.port)?.port);
      return address.href;
    },
  });
  try {
    const wx = phone.start();
    const begun = performance.now();
    await upload(images, cloud.policyUrl, wx);
    return { seconds: (performance.now() - begun) / 1000, policyRequests };
  } finally {
    phone.kill();
    for (const { close } of links.values()) await close();
    await cloud.close();
  }
}
