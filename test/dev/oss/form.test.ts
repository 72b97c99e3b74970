import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { readForm } from '../../../dev/oss/form';
import { BOUNDARY, encodeParts, type FormPart, postParts, signedForm, toParts } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

async function expectNothingStored(oss: RunningOss): Promise<void> {
  expect(await oss.files()).toEqual([]);
}

const malformed = {
  status: 400,
  code: 'MalformedPOSTRequest',
  message: 'The body of your POST request is not well-formed multipart/form-data.',
};

describe('the field file', () => {
  const wrongNumber = {
    status: 400,
    code: 'IncorrectNumberOfFilesInPOSTRequest',
    message: 'POST requires exactly one file upload per request.',
  };

  test('has to be there', async () => {
    const oss = await runOss();
    const parts = toParts(signedForm({ settings: oss.settings })).slice(0, -1);
    expect(await postParts(oss.url, parts)).toMatchObject({ ...wrongNumber, ec: '0006-00000107' });
  });

  test('has to be the only one', async () => {
    const oss = await runOss();
    const second: FormPart = { name: 'file', value: 'another', fileName: 'b.png' };
    const parts = [...toParts(signedForm({ settings: oss.settings })), second];
    expect(await postParts(oss.url, parts)).toMatchObject(wrongNumber);
    await expectNothingStored(oss);
  });

  test('is the one of that name, with or without a file name', async () => {
    const oss = await runOss();
    const fields = signedForm({ settings: oss.settings, fields: { key: 'uploads/a' } });
    const parts: FormPart[] = [
      { name: 'attachment', value: 'not this one', fileName: 'a.png' },
      ...Object.entries(fields).map(([name, value]) => ({ name, value })),
      { name: 'file', value: 'this one' },
    ];
    expect((await postParts(oss.url, parts)).status).toBe(204);
    expect(await (await fetch(`${oss.url}/uploads/a`)).text()).toBe('this one');
  });

  test('ends what counts: fields after it are ignored', async () => {
    const oss = await runOss();
    const submit: FormPart = { name: 'submit', value: 'Upload to OSS' };
    expect((await postParts(oss.url, [...toParts(signedForm({ settings: oss.settings })), submit])).status).toBe(204);
  });

  test.each(['policy', 'x-oss-signature', 'x-oss-date'])('before %s leaves that missing', async (late) => {
    const oss = await runOss();
    const { [late]: value = '', ...fields } = signedForm({ settings: oss.settings });
    const answer = await postParts(oss.url, [...toParts(fields), { name: late, value }]);
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(answer.message).toContain(late);
    await expectNothingStored(oss);
  });

  test.each([true, false])('before key is refused, with another key before it: %s', async (another) => {
    const oss = await runOss();
    const { key = '', ...fields } = signedForm({ settings: oss.settings });
    const parts = [...toParts(another ? { key, ...fields } : fields), { name: 'key', value: key }];
    expect(await postParts(oss.url, parts)).toMatchObject({ status: 400, code: 'InvalidArgument' });
    await expectNothingStored(oss);
  });
});

describe('the other fields', () => {
  test.each(['key', 'policy', 'x-oss-signature'])('%s twice is refused', async (name) => {
    const oss = await runOss();
    const fields = signedForm({ settings: oss.settings });
    const twice: FormPart = { name, value: fields[name] ?? '' };
    expect(await postParts(oss.url, [twice, ...toParts(fields)])).toMatchObject({ ...malformed, ec: '0006-00000103' });
    await expectNothingStored(oss);
  });

  test('twice in another case is refused too', async () => {
    const oss = await runOss();
    const parts = [{ name: 'KEY', value: 'uploads/other' }, ...toParts(signedForm({ settings: oss.settings }))];
    expect(await postParts(oss.url, parts)).toMatchObject(malformed);
  });

  test('one without a name is malformed', async () => {
    const oss = await runOss();
    const parts = [{ value: 'nameless' }, ...toParts(signedForm({ settings: oss.settings }))];
    expect(await postParts(oss.url, parts)).toMatchObject(malformed);
  });

  test('a name has at most 8 KB', async () => {
    const oss = await runOss();
    const withName = (length: number) => [
      { name: 'n'.repeat(length), value: '' },
      ...toParts(signedForm({ settings: oss.settings })),
    ];
    expect((await postParts(oss.url, withName(8192))).status).toBe(204);
    expect(await postParts(oss.url, withName(8193))).toMatchObject({
      status: 400,
      code: 'FieldItemTooLong',
      ec: '0006-00000110',
    });
  });

  const MiB = 1024 * 1024;
  test.each([
    ['one of 8 MB', [8 * MiB]],
    ['five of 2 MB', [2 * MiB, 2 * MiB, 2 * MiB, 2 * MiB, 2 * MiB]],
  ])('%s are too much before the file', async (_case, sizes) => {
    const oss = await runOss();
    const large = sizes.map((size, i) => ({ name: `field${i}`, value: Buffer.alloc(size, 'x') }));
    expect(await postParts(oss.url, [...large, ...toParts(signedForm({ settings: oss.settings }))])).toMatchObject({
      status: 400,
      code: 'MaxPOSTPreDataLengthExceededError',
      ec: '0006-00000112',
    });
    await expectNothingStored(oss);
  });

  test('seven megabytes are not', async () => {
    const oss = await runOss();
    const parts = [
      { name: 'x:note', value: Buffer.alloc(7 * MiB, 'x') },
      ...toParts(signedForm({ settings: oss.settings })),
    ];
    expect((await postParts(oss.url, parts)).status).toBe(204);
  });
});

test('a mistake in the form wins over a wrong signature', async () => {
  const oss = await runOss();
  const fields = { ...signedForm({ settings: oss.settings }), 'x-oss-signature': 'wrong' };
  const second: FormPart = { name: 'file', value: 'another' };
  expect(await postParts(oss.url, [...toParts(fields), second])).toMatchObject({
    code: 'IncorrectNumberOfFilesInPOSTRequest',
  });
});

test('a large file behind a mistake is read to its end: a browser listens only when it has sent everything', async () => {
  const oss = await runOss();
  const twice: FormPart = { name: 'key', value: 'uploads/other' };
  const large: Partial<FormPart> = { value: Buffer.alloc(30 * 1024 * 1024) };
  const request = http.request(oss.url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });
  const answering = once(request, 'response');
  const sent = once(request, 'finish');
  request.end(encodeParts([twice, ...toParts(signedForm({ settings: oss.settings }), large)]));
  await sent;
  const [response] = await answering;
  expect(response.statusCode).toBe(400);
});

test('a large file that is refused is read to its end, so that the client gets the reason', async () => {
  const oss = await runOss();
  const fields = { ...signedForm({ settings: oss.settings }), 'x-oss-signature': 'wrong' };
  const answer = await postParts(oss.url, toParts(fields, { value: Buffer.alloc(30 * 1024 * 1024) }));
  expect(answer.code).toBe('SignatureDoesNotMatch');
  await expectNothingStored(oss);
});

test('a request has a largest size, and one byte more breaks it off', async () => {
  const body = encodeParts([
    { name: 'key', value: 'uploads/a' },
    { name: 'file', value: Buffer.alloc(100_000) },
  ]);
  const chunks = Array.from({ length: Math.ceil(body.length / 4096) }, (_, i) =>
    body.subarray(i * 4096, (i + 1) * 4096),
  );
  const read = (maxBytes: number) => {
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const request = Object.assign(Readable.from(chunks), { headers });
    const countBytes = async (_: unknown, bytes: AsyncIterable<Buffer>) => {
      let size = 0;
      for await (const chunk of bytes) size += chunk.length;
      return size;
    };
    return readForm(request, countBytes, { maxBytes });
  };
  expect(await read(body.length)).toBe(100_000);
  await expect(read(body.length - 1)).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
});
