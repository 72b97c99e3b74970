// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholder is OSS's
import { EventEmitter, once } from 'node:events';
import fc from 'fast-check';
import { createFieldMemory, type FieldMemory } from '../../../dev/oss/field-memory';
import { readForm } from '../../../dev/oss/form';
import { signV1 } from '../../../server/signature';
import { BOUNDARY, encodeParts, encodePolicy, postBody, postParts, signedForm, toParts } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

/** A signed form with this text as its policy. */
function formWithPolicy({ settings }: RunningOss, text: string): Record<string, string> {
  const policy = encodePolicy(text);
  const Signature = signV1(settings.accessKeySecret, policy);
  return { key: 'uploads/a', policy, OSSAccessKeyId: settings.accessKeyId, Signature };
}

const policyWith = (conditions: string) => `{"expiration":"2099-01-01T00:00:00.000Z","conditions":[${conditions}]}`;
const nested = (levels: number, inside = '') => '['.repeat(levels) + inside + ']'.repeat(levels);
const many = (condition: string) => Array(200_000).fill(condition).join(',');

describe('a signed policy', () => {
  test.each([
    ['nested 100,000 levels deep', policyWith(nested(100_000))],
    ['with a value nested 100,000 levels deep', policyWith(`["eq","$key",${nested(100_000)}]`)],
    ['with a map nested 100,000 levels deep', policyWith(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)],
    [
      'with an expiration nested 100,000 levels deep',
      `{"expiration":${nested(100_000)},"conditions":[{"bucket":"b"}]}`,
    ],
    ['of 200,000 conditions', policyWith(many('["starts-with","$key",""]'))],
    ['of 200,000 limits of the size', policyWith(many('["content-length-range",0,10]'))],
  ])('%s is refused as invalid', async (_, policy) => {
    const oss = await runOss();
    const answer = await postParts(oss.url, toParts(formWithPolicy(oss, policy)));
    expect(answer).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' });
    expect(answer.body.length).toBeLessThan(10_000);
    expect(oss.lines.join()).not.toContain('RangeError');
  });

  test('of 1,000 conditions is read', async () => {
    const oss = await runOss();
    const policy = policyWith(Array(1000).fill('["starts-with","$key",""]').join(','));
    expect((await postParts(oss.url, toParts(formWithPolicy(oss, policy)))).status).toBe(204);
  });

  test('however deep and long it is, is read or refused', async () => {
    const oss = await runOss();
    const value = fc.oneof(
      fc.integer({ min: 0, max: 20_000 }).map((levels) => nested(levels)),
      fc.integer({ min: 1, max: 20_000 }).map((count) => `["in","$key",[${Array(count).fill('"a"').join(',')}]]`),
      fc.json({ maxDepth: 12 }),
      fc.constantFrom('{"bucket":"pictures"}', '["starts-with","$key",""]', '["content-length-range",0,99]'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 4 }), async (conditions) => {
        const { status, code } = await postParts(oss.url, toParts(formWithPolicy(oss, policyWith(conditions.join()))));
        if (status !== 204) expect(['InvalidPolicyDocument', 'AccessDenied']).toContain(code);
      }),
      { numRuns: 60 },
    );
  });

  test('that is no JSON is not quoted: it may hold a token', async () => {
    const oss = await runOss();
    const answer = await postParts(oss.url, toParts(formWithPolicy(oss, 'token-of-this-test, and no JSON')));
    expect(answer).toMatchObject({ code: 'InvalidPolicyDocument' });
    expect(answer.message).toMatch(/^Invalid Policy: Invalid JSON: /);
    expect(answer.body + oss.lines.join()).not.toContain('token-of');
  });
});

describe('an unsigned form', () => {
  const field = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  test('cannot have the server keep small fields without end', async () => {
    const oss = await runOss();
    const fields = Array.from({ length: 200_000 }, (_, index) => field(`f${index}`, '')).join('');
    expect(await postBody(oss.url, `${fields}--${BOUNDARY}--`)).toMatchObject({
      status: 503,
      code: 'ServiceUnavailable',
    });
    expect((await postParts(oss.url, toParts(signedForm({ settings: oss.settings })))).status).toBe(204);
  });

  /** A form that sends its fields, and then waits until it is to end. */
  function openForm(memory: FieldMemory, bytes: number, refusesFile = false) {
    const end = new EventEmitter();
    const started = new EventEmitter();
    async function* body() {
      yield Buffer.from(field('note', 'x'.repeat(bytes)));
      if (refusesFile) yield Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\nstart`);
      yield Buffer.alloc(200, 'x'); // so that all before has been read
      started.emit('held');
      await once(end, 'end');
      yield Buffer.from(`\r\n--${BOUNDARY}--`);
    }
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const held = once(started, 'held');
    const refuse = async () => {
      throw new Error('not signed');
    };
    const read = readForm(Object.assign(body(), { headers }), refuse, { memory });
    return { held, read, end: () => end.emit('end') };
  }

  test('shares its memory with all others, and gives it back at its end', async () => {
    const memory = createFieldMemory(10_000);
    const first = openForm(memory, 6000);
    await first.held;
    const second = openForm(memory, 6000);
    await second.held;
    second.end();
    await expect(second.read).rejects.toMatchObject({ status: 503, code: 'ServiceUnavailable' });

    first.end();
    await expect(first.read).rejects.toMatchObject({ status: 400 });
    memory.take(10_000);
  });

  test('gives it back as soon as it is refused, however long its file goes on', async () => {
    const memory = createFieldMemory(10_000);
    const refused = openForm(memory, 6000, true);
    await refused.held;
    memory.take(10_000);
    refused.end();
    await expect(refused.read).rejects.toThrow('not signed');
  });

  test('a valid form with any change is answered as a client error, or stored', async () => {
    const oss = await runOss();
    const good = encodeParts(toParts(signedForm({ settings: oss.settings })));
    const change = fc.record({
      at: fc.nat({ max: good.length }),
      remove: fc.nat({ max: 60 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc
          .constantFrom('\r\n', '--', `--${BOUNDARY}`, '"', '\\', ';', '\0', '%00', '${filename}')
          .map((s) => Buffer.from(s)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const body = changes.reduce<Buffer>(
          (bytes, { at, remove, insert }) =>
            Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(Math.min(bytes.length, at + remove))]),
          good,
        );
        const { status } = await postBody(oss.url, body);
        expect([204, 400, 403]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});
