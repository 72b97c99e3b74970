import { createHash } from 'node:crypto';
import { FIXTURE } from '../dev/preview/fixture-copy';
import { useLocalServer } from './local-server';
import { expectText, usePreview } from './open-preview';
import { openCalls, usePictures } from './picked-files';

const open = usePreview(() => ({ miniprogramRoot: FIXTURE }));
const pictures = usePictures();
const oss = useLocalServer();

const PNG = 'First Photo.PNG';

describe('chooseImage', () => {
  test('gives picked files a wxfile:// path, which an image can show', async () => {
    const preview = await open();
    const { pick } = await openCalls(preview);
    const sizes = await Promise.all([PNG, 'second.jpeg'].map(async (name) => (await pictures.bytes(name)).length));
    expect(await pick([PNG, 'second.jpeg'].map(pictures.path))).toEqual([
      `wxfile://tmp.png ${sizes[0]}`,
      `wxfile://tmp.jpeg ${sizes[1]}`,
    ]);
    await expectText(preview.said('picture'), '6x3');
  });

  test('an image triggers `error` for a picture that the browser cannot show', async () => {
    const preview = await open();
    const { pick } = await openCalls(preview);
    expect(await pick([pictures.path('photo.HEIC')])).toEqual(['wxfile://tmp.heic 8']);
    await expectText(preview.said('picture'), 'broken');
  });
});

test('previewImage shows a picked picture in full screen until it is tapped', async () => {
  const preview = await open();
  const { pick } = await openCalls(preview);
  await pick([pictures.path(PNG)]);
  await preview.button('preview').click();
  const shown = preview.app.getByRole('dialog').locator('img');
  expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(6);
  await shown.click();
  await preview.app.getByRole('dialog').waitFor({ state: 'detached' });
});

test('getFileInfo supports SHA-256', async () => {
  const { pick, tap } = await openCalls(await open());
  await pick([pictures.path(PNG)]);
  const bytes = await pictures.bytes(PNG);
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(await tap('digest')).toMatchObject({ size: bytes.length, digest });
});

test('uploadFile posts the form fields, then the file, and reports the response, headers and progress', async () => {
  const received: string[] = [];
  oss.answer((request, response) => {
    let text = '';
    request.setEncoding('latin1'); // one character per byte
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (request.method === 'POST') received.push(text);
      response.writeHead(200, { ...CORS, etag: '"e1"' }).end('stored');
    });
  });
  const preview = await open();
  const { pick, tap } = await openCalls(preview);
  await pick([pictures.path(PNG)]);
  await preview.app
    .locator('body')
    .evaluate((_, url) => localStorage.setItem('wx:url', JSON.stringify(url)), oss.url());

  expect(await tap('upload')).toEqual({ statusCode: 200, data: 'stored', headers: { etag: '"e1"' }, last: 100 });
  const [boundary = ''] = received[0]?.split('\r\n', 1) ?? [];
  const parts = received[0]?.split(boundary).slice(1, -1) ?? [];
  expect(parts.map((part) => part.replace(/tmp_\w+/, 'tmp').split('\r\n\r\n', 1)[0])).toEqual([
    '\r\nContent-Disposition: form-data; name="key"',
    '\r\nContent-Disposition: form-data; name="policy"',
    '\r\nContent-Disposition: form-data; name="missing"',
    '\r\nContent-Disposition: form-data; name="file"; filename="tmp.png"\r\nContent-Type: image/png',
  ]);
  const values = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2));
  expect(values).toEqual(['photos/1', 'p', 'undefined', (await pictures.bytes(PNG)).toString('latin1')]);
});

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'etag',
};
