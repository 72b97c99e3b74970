import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makePicture } from '../../test/pictures/pictures';
import type { Client, Picture } from './client';
import type { Load } from './loads';
import { createLine } from './shaped-link';
import { startSink } from './sink';

/** What one client took for a load, once. */
export interface Run {
  seconds: number;
  requests: number;
  /** Bytes that did not arrive whole and were not kept. */
  resent: number;
}

/** Writes pictures of the given sizes: a JPEG's head, then noise. */
export async function makePictures(sizes: readonly number[], folder: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const [seed, size] of sizes.entries()) {
    const head = await makePicture('jpeg', { seed });
    const file = path.join(folder, `picture-${seed}.jpg`);
    await writeFile(file, Buffer.concat([head, randomFillSync(Buffer.alloc(Math.max(0, size - head.length)))]));
    pictures.push({ id: `picture-${seed}`, path: file, size });
  }
  return pictures;
}

/**
 * Times one client on a line of its own, with new connections.
 * @throws Error where the client says that all is stored, and it is not
 */
export async function measure(upload: Client, { link, cuts }: Load, pictures: readonly Picture[], folder: string) {
  const bytes = pictures.reduce((all, { size }) => all + size, 0);
  const dir = await mkdtemp(path.join(folder, 'run-'));
  const line = createLine(
    link,
    cuts.map((cut) => cut * bytes),
  );
  let objectsUrl = '';
  const sink = await startSink(() => objectsUrl);
  const overTheLine = async (port: number) => `http://127.0.0.1:${await line.to(port)}`;
  try {
    const serviceUrl = await overTheLine(sink.httpPort);
    objectsUrl = await overTheLine(sink.httpPort);
    const rawPort = await line.to(sink.rawPort);
    let begun = Number.NaN;
    const picked = () => {
      begun = performance.now();
    };
    await upload({ pictures, serviceUrl, objectsUrl, rawPort, dir, picked });
    const seconds = (performance.now() - begun) / 1000;
    const { requests, stored, lost } = sink.counts();
    if (requests > 0 && stored < pictures.length) {
      throw new Error(`Expected ${pictures.length} pictures to be stored, got ${stored}.`);
    }
    return { seconds, requests, resent: lost };
  } finally {
    await line.close();
    await sink.close();
    await rm(dir, { recursive: true, force: true });
  }
}
