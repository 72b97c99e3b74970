import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { type Client, fewAtATime } from './client';
import { nodeXhr } from './node-xhr';
import { importPeer, requirePeer } from './peers';

/** A browser opens no more connections to one host over HTTP/1.1. */
const BROWSER_CONNECTIONS = 6;

const browserAgent = () => new Agent({ keepAlive: true, maxSockets: BROWSER_CONNECTIONS });

/** As much of Uppy as is used here. https://uppy.io/docs/uppy */
interface Uppy {
  use(plugin: unknown, options: { endpoint: string }): void;
  addFiles(files: { name: string; type: string; data: Blob }[]): void;
  upload(): Promise<{ failed?: unknown[] } | undefined>;
  destroy(): void;
}

/** @uppy/xhr-upload with its defaults, five at a time, over connections as a browser has them. */
export const uploadWithUppy: Client = async ({ pictures, objectsUrl, picked }) => {
  const agent = browserAgent();
  Object.assign(globalThis, { XMLHttpRequest: nodeXhr(agent) });
  const core = (await importPeer('@uppy/core')) as { Uppy: new () => Uppy }; // its types are those of another install
  const plugin = (await importPeer('@uppy/xhr-upload')) as { default: unknown };
  const uppy = new core.Uppy();
  uppy.use(plugin.default, { endpoint: `${objectsUrl}/xhr` });
  const files = await Promise.all(
    pictures.map(async ({ id, path }) => ({ name: `${id}.jpg`, type: 'image/jpeg', data: await openAsBlob(path) })),
  );
  picked();
  uppy.addFiles(files);
  const result = await uppy.upload();
  if (result?.failed?.length !== 0) throw new Error(`Uppy failed for ${result?.failed?.length ?? 'all'} pictures.`);
  uppy.destroy();
  agent.destroy();
};

/** As much of tus-js-client as is used here. https://github.com/tus/tus-js-client/blob/main/docs/api.md */
interface Tus {
  Upload: new (
    file: Buffer,
    options: { endpoint: string; httpStack: unknown; onSuccess(): void; onError(error: Error): void },
  ) => { start(): void };
  DefaultHttpStack: new (options: { agent: Agent }) => unknown;
}

/** tus-js-client with its defaults, as many uploads at a time as a browser has connections. */
export const uploadWithTus: Client = async ({ pictures, objectsUrl, picked }) => {
  const { Upload, DefaultHttpStack } = requirePeer('tus-js-client') as Tus; // its types are those of another install
  const agent = browserAgent();
  const httpStack = new DefaultHttpStack({ agent });
  picked();
  await fewAtATime(pictures, BROWSER_CONNECTIONS, async ({ path }) => {
    const file = await readFile(path);
    await new Promise<void>((onSuccess, onError) => {
      new Upload(file, { endpoint: `${objectsUrl}/tus/`, httpStack, onSuccess, onError }).start();
    });
  });
  agent.destroy();
};
