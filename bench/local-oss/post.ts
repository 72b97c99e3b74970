import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { developmentSettings } from '../../dev/oss/development-settings';
import { readOssSettings } from '../../server/settings';
import { BOUNDARY, encodeParts, signedForm, toParts } from '../../test/dev/oss/post-form';

const settings = readOssSettings(developmentSettings);
const FILE_MARK = 'the file goes here';

/** Posts one form, streamed: a file of zeros, so that it does not fill this process's memory. */
export async function post(url: string, bytes: number, agent?: Agent): Promise<void> {
  const [head, tail] = splitAtFile(encodeParts(toParts(signedForm({ settings }), { value: FILE_MARK })));
  const sending = request(url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + bytes + tail.length,
    },
  });
  const answering = once(sending, 'response');
  await pipeline(Readable.from(body(head, bytes, tail)), sending);
  const [response] = await answering;
  response.resume();
  if (response.statusCode !== 204) throw new Error(`Expected ${url} to answer 204, got ${response.statusCode}.`);
  await once(response, 'end');
}

/** Posts many forms over a few connections. @returns seconds */
export async function postMany(url: string, count: number, bytes: number, connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = count;
  const one = async () => {
    while (left > 0) {
      left--;
      await post(url, bytes, agent);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return seconds;
}

function splitAtFile(form: Buffer): [head: Buffer, tail: Buffer] {
  const at = form.indexOf(FILE_MARK);
  return [form.subarray(0, at), form.subarray(at + FILE_MARK.length)];
}

function* body(head: Buffer, bytes: number, tail: Buffer): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024);
  yield head;
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, Math.min(chunk.length, bytes - sent));
  yield tail;
}
