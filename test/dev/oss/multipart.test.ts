import { once } from 'node:events';
import http from 'node:http';
import fc from 'fast-check';
import { BOUNDARY, encodeParts, postBody, signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const malformed = {
  status: 400,
  code: 'MalformedPOSTRequest',
  message: 'The body of your POST request is not well-formed multipart/form-data.',
};

test.each([
  ['JSON', 'application/json'],
  ['a URL-encoded form', 'application/x-www-form-urlencoded'],
  ['multipart without a boundary', 'multipart/form-data'],
  ['multipart with an empty boundary', 'multipart/form-data; boundary='],
  ['multipart with a boundary of 300 characters', `multipart/form-data; boundary=${'b'.repeat(300)}`],
  ['multipart with another boundary', 'multipart/form-data; boundary=another'],
  ['multipart of another kind', `multipart/mixed; boundary=${BOUNDARY}`],
])('%s is malformed', async (_case, contentType) => {
  const oss = await runOss();
  const body = encodeParts(toParts(signedForm({ settings: oss.settings })));
  expect(await postBody(oss.url, body, contentType)).toMatchObject(malformed);
  expect(await oss.files()).toEqual([]);
});

test('cut off anywhere it is malformed, and nothing is stored', async () => {
  const oss = await runOss();
  const body = encodeParts(toParts(signedForm({ settings: oss.settings })));
  // In the boundary at the end, in the file, in the head of the file, in a field, and before all.
  for (const length of [body.length - 3, body.length - 40, body.indexOf('Content-Type'), 300, 0]) {
    expect(await postBody(oss.url, body.subarray(0, length))).toMatchObject(malformed);
  }
  expect(await oss.files()).toEqual([]);
});

test.each([
  ['nothing but boundaries', `--${BOUNDARY}\r\n\r\n--${BOUNDARY}\r\n--${BOUNDARY}--\r\n--${BOUNDARY}--`],
  ['a part without a head', `--${BOUNDARY}\r\n\r\nvalue\r\n--${BOUNDARY}--`],
  [
    'a part that is no form-data',
    `--${BOUNDARY}\r\nContent-Disposition: inline; name="key"\r\n\r\na\r\n--${BOUNDARY}--`,
  ],
  [
    'a name without its quote',
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="key\r\n\r\na\r\n--${BOUNDARY}--`,
  ],
  [
    'a name of backslashes without its quote',
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${'\\'.repeat(60_000)}\r\n\r\n`,
  ],
])('%s is malformed', async (_case, body) => {
  expect(await postBody((await runOss()).url, body)).toMatchObject(malformed);
});

test.each([
  ['something behind a boundary', `--${BOUNDARY}`, `--${BOUNDARY}x`],
  ['a head of 70,000 bytes', 'Content-Disposition', `X-Long: ${'x'.repeat(70_000)}\r\nContent-Disposition`],
])('a good form with %s is malformed', async (_case, text, changed) => {
  const oss = await runOss();
  const body = encodeParts(toParts(signedForm({ settings: oss.settings }))).toString();
  expect(await postBody(oss.url, body.replace(text, changed))).toMatchObject(malformed);
});

test.each(['form-data;name=key', 'form-data; name="key"', 'Form-Data ; Name="key"; name*=other'])(
  'the head of a part may be written %s',
  async (disposition) => {
    const oss = await runOss();
    const { key = '', ...fields } = signedForm({ settings: oss.settings });
    const part = `--${BOUNDARY}\r\ncontent-disposition:${disposition}\r\n\r\n${key}\r\n`;
    expect((await postBody(oss.url, part + encodeParts(toParts(fields)))).status).toBe(204);
  },
);

test('arrives in chunks of any size', async () => {
  const oss = await runOss();
  const body = encodeParts(toParts(signedForm({ settings: oss.settings, fields: { key: 'uploads/a' } })));
  for (const size of [1, 2, 7, 61]) {
    const request = http.request(oss.url, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    request.setNoDelay();
    for (let at = 0; at < body.length; at += size) request.write(body.subarray(at, at + size));
    request.end();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(204);
    expect(await (await fetch(`${oss.url}/uploads/a`)).text()).toBe('the bytes');
  }
});

test('what stands after its end is ignored', async () => {
  const oss = await runOss();
  const body = encodeParts(toParts(signedForm({ settings: oss.settings })));
  expect((await postBody(oss.url, Buffer.concat([body, Buffer.from('\r\nepilogue')]))).status).toBe(204);
});

test('any body is answered', async () => {
  const oss = await runOss();
  const piece = fc.constantFrom(
    `\r\n--${BOUNDARY}`,
    `--${BOUNDARY}\r\n`,
    `\r\n--${BOUNDARY}--`,
    'Content-Disposition: form-data; name="key"',
    'Content-Disposition: form-data; name="file"; filename="a',
    '"\r\n\r\n',
    '\r\n',
    ';',
    'value',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      expect((await postBody(oss.url, pieces.join(''))).status).toBe(400);
    }),
    { numRuns: 300 },
  );
});
