import { createHash } from 'node:crypto';
import { FIXTURE } from '../dev/preview/fixture-copy';
import { useLocalServer } from './local-server';
import { expectText, type OpenPreview, usePreview } from './open-preview';
import { openCalls, usePictures } from './picked-files';

const open = usePreview(() => ({ miniprogramRoot: FIXTURE }));
const pictures = usePictures();
const oss = useLocalServer();

const PNG = 'First Photo.PNG';

describe('chooseImage', () => {
  test('gives picked files a path of WeChat’s form, and shows them from there', async () => {
    const preview = await open();
    const { pick } = await openCalls(preview);
    const sizes = await Promise.all([PNG, 'second.jpeg'].map(async (name) => (await pictures.bytes(name)).length));
    expect(await pick([PNG, 'second.jpeg'].map(pictures.path))).toEqual([
      `wxfile://tmp.png ${sizes[0]}`,
      `wxfile://tmp.jpeg ${sizes[1]}`,
    ]);
    await expectText(preview.said('picture'), '6x3');
  });

  test('leaves out what is more than the count', async () => {
    const { pick } = await openCalls(await open());
    expect(await pick([PNG, 'second.jpeg', 'third.webp'].map(pictures.path))).toHaveLength(2);
  });

  test('a picker that is closed without a choice is a cancel, and it can be opened again', async () => {
    const preview = await open();
    const { answer, pick } = await openCalls(preview);
    const [chooser] = await Promise.all([preview.page.waitForEvent('filechooser'), preview.button('pick').click()]);
    // What Chromium triggers when the picker is closed; Playwright's chooser cannot be closed.
    await chooser.element().evaluate((input) => input.dispatchEvent(new Event('cancel')));
    expect(await answer()).toEqual({ errMsg: 'chooseImage:fail cancel' });
    expect(await pick([pictures.path(PNG)])).toHaveLength(1);
  });

  test('a picture that the browser cannot show is an error of the image', async () => {
    const preview = await open();
    const { pick } = await openCalls(preview);
    expect(await pick([pictures.path('photo.HEIC')])).toEqual(['wxfile://tmp.heic 8']);
    await expectText(preview.said('picture'), 'broken');
  });
});

test('previewImage shows a picked picture over the whole screen until it is tapped', async () => {
  const preview = await open();
  const { pick } = await openCalls(preview);
  await pick([pictures.path(PNG)]);
  await preview.button('preview').click();
  const shown = preview.app.getByRole('dialog').locator('img');
  expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(6);
  await shown.click();
  await preview.app.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the file system reads a part of a picked file, its size and its digest', async () => {
  const { pick, tap } = await openCalls(await open());
  expect(await tap('read nothing')).toEqual({
    errMsg: 'getFileInfo:fail no such file or directory, open "wxfile://tmp_gone.png"',
  });
  await pick([pictures.path(PNG)]);
  const bytes = await pictures.bytes(PNG);
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(await tap('read')).toEqual({ head: 'PNG', size: bytes.length, digest });
  expect(await tap('read beyond')).toEqual({ errMsg: 'readFile:fail the value of "length" is out of range' });
});

describe('uploadFile', () => {
  const CORS = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-expose-headers': 'etag',
  };

  const uploadTo = ({ app }: OpenPreview, url: string) =>
    app.locator('body').evaluate((_, to) => localStorage.setItem('wx:url', JSON.stringify(to)), url);

  /** Answers every upload, and gives back what came, a character for each byte. */
  const receive = (status: number, body: string): string[] => {
    const received: string[] = [];
    oss.answer((request, response) => {
      let text = '';
      request.setEncoding('latin1');
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        if (request.method === 'POST') received.push(text);
        response.writeHead(status, { ...CORS, etag: '"e1"' }).end(body);
      });
    });
    return received;
  };

  const openWith = async (url: string) => {
    const preview = await open();
    const calls = await openCalls(preview);
    await calls.pick([pictures.path(PNG)]);
    await uploadTo(preview, url);
    return { preview, ...calls };
  };

  test('posts the form fields, then the file, and hands over answer, headers and progress', async () => {
    const { tap } = await openWith(oss.url());
    const received = receive(200, 'stored');
    expect(await tap('upload')).toEqual({
      statusCode: 200,
      data: 'stored',
      headers: { etag: '"e1"' },
      last: 100,
    });
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

  test('calls success for a status of failure too', async () => {
    const { tap } = await openWith(oss.url());
    oss.answer((request, response) => {
      response.writeHead(request.method === 'OPTIONS' ? 204 : 403, CORS).end('<Error/>');
    });
    expect(await tap('upload')).toMatchObject({ statusCode: 403, data: '<Error/>' });
  });

  test('tells a missing file, a bad address and a refused connection apart', async () => {
    const { preview, tap } = await openWith('oss');
    expect(await tap('upload nothing')).toEqual({ errMsg: 'uploadFile:fail file not found' });
    expect(await tap('upload')).toEqual({ errMsg: 'uploadFile:fail invalid url "oss"', errno: 600009 });
    await uploadTo(preview, 'http://127.0.0.1:9/');
    expect(await tap('upload')).toEqual({ errMsg: 'uploadFile:fail error_msg:net::ERR_FAILED', errno: 600001 });
  });

  test('ends at its time-out, or when it is aborted', async () => {
    oss.answer(() => {});
    const { preview, tap, answer } = await openWith(oss.url());
    expect(await tap('upload')).toEqual({ errMsg: 'uploadFile:fail timeout', errno: 5 });
    await preview.button('upload').click();
    await preview.button('abort').click();
    expect(await answer()).toEqual({ errMsg: 'uploadFile:fail abort' });
  });
});
