// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { heicPicture, makePicture, realPhotos } from '../../../pictures/pictures';
import { endRunningOss, runOss } from '../running-oss';
import { endCallbackServers, runCallbackServer } from './callback-server';
import { postWithCallback } from './post-with-callback';

afterEach(endRunningOss);
afterEach(endCallbackServers);

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** What the callback's server gets for this body. */
async function bodyFor(
  callbackBody: string,
  callbackBodyType: string | undefined,
  file: string | Buffer = 'the bytes',
  fields: Record<string, string> = {},
): Promise<string> {
  const oss = await runOss({ newRequestId: () => '5F0C1A2B3C4D5E6F70819203' });
  const server = await runCallbackServer();
  const callback = { callbackUrl: server.url, callbackBody, ...(callbackBodyType && { callbackBodyType }) };
  const answer = await postWithCallback(oss, callback, { fields, file: { value: file } });
  expect(answer.status).toBe(200);
  const [request] = server.received;
  expect(request?.headers['content-type']).toBe(callbackBodyType ?? FORM);
  return request?.body ?? '';
}

const NAMES = [
  ...['bucket', 'object', 'etag', 'size', 'mimeType', 'imageInfo.width', 'imageInfo.height', 'imageInfo.format'],
  ...['crc64', 'contentMd5', 'vpcId', 'clientIp', 'reqId', 'operation', 'x:order', 'x:note'],
];

/** Fields whose values need encoding, and what all variables are then. */
const fields = {
  key: 'uploads/图 1&"2".png',
  'x-oss-content-type': 'image/png',
  'x:order': '7',
  'x:note': 'a=b&c\n"d"',
};
const valuesOf = (picture: Buffer) => ({
  bucket: 'pictures',
  object: fields.key,
  etag: createHash('md5').update(picture).digest('hex').toUpperCase(),
  size: picture.length,
  mimeType: 'image/png',
  'imageInfo.width': 31,
  'imageInfo.height': 17,
  'imageInfo.format': 'png',
  crc64: expect.stringMatching(/^\d{10,20}$/),
  contentMd5: createHash('md5').update(picture).digest('base64'),
  vpcId: '',
  clientIp: expect.stringContaining('127.0.0.1'),
  reqId: '5F0C1A2B3C4D5E6F70819203',
  operation: 'PostObject',
  'x:order': '7',
  'x:note': 'a=b&c\n"d"',
});

test.each([undefined, FORM])('a form (type %s) has every variable, URL-encoded', async (type) => {
  const picture = await makePicture('png', { width: 31, height: 17 });
  const template = NAMES.map((name) => `${name}=\${${name}}`).join('&');
  const body = await bodyFor(template, type, picture, fields);
  const texts = Object.entries(valuesOf(picture)).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ]);
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual(Object.fromEntries(texts));
  expect(body).toContain('mimeType=image%2Fpng');
});

test('JSON has every variable, texts with quotes and numbers without', async () => {
  const picture = await makePicture('png', { width: 31, height: 17 });
  const template = `{${NAMES.map((name) => `"${name}":\${${name}}`).join(',')}}`;
  expect(JSON.parse(await bodyFor(template, JSON_TYPE, picture, fields))).toEqual(valuesOf(picture));
});

test('what stands around the variables stays as it is', async () => {
  expect(await bodyFor('a=1&b={$size}${size}%&$', undefined)).toBe('a=1&b={$size}9%&$');
});

test.each([
  [FORM, 'w=${imageInfo.width}&f=${imageInfo.format}&x=${x:none}&u=${unknown}&c=${constructor}', 'w=&f=&x=&u=&c='],
  [JSON_TYPE, '[${imageInfo.width},${imageInfo.format},${x:none},${unknown}]', '["","","",""]'],
])('in %s, what has no value is empty: no picture, no such variable', async (type, template, body) => {
  expect(await bodyFor(template, type, 'no picture')).toBe(body);
});

describe('of a picture', () => {
  const template = '[${imageInfo.width},${imageInfo.height},${imageInfo.format}]';
  const infoOf = async (picture: Buffer) => JSON.parse(await bodyFor(template, JSON_TYPE, picture));

  test.each([
    ['jpeg', 'jpg'],
    ['png', 'png'],
    ['gif', 'gif'],
    ['webp', 'webp'],
    ['avif', 'avif'],
  ] as const)('%s: width, height and format', async (encoder, format) => {
    expect(await infoOf(await makePicture(encoder, { width: 90, height: 40 }))).toEqual([90, 40, format]);
  });

  // This one is smaller than the tile that it is coded in, and image-size takes the larger of the two: no size here.
  test('HEIC: format', async () => {
    expect((await infoOf(heicPicture()))[2]).toBe('heic');
  });

  test('JPEG behind 250 KB of metadata', async () => {
    const jpeg = await makePicture('jpeg', { width: 90, height: 40 });
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0xf4, 0x24]), Buffer.alloc(0xf422, 'x')]);
    const segments = Buffer.concat([segment, segment, segment, segment]);
    expect(await infoOf(Buffer.concat([jpeg.subarray(0, 2), segments, jpeg.subarray(2)]))).toEqual([90, 40, 'jpg']);
  });

  test('SVG has no such facts: OSS does not parse it', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4"/>';
    expect(await infoOf(Buffer.from(svg))).toEqual(['', '', '']);
  });

  test('real photos, too, where they are at hand', async () => {
    // sharp knows no BMP.
    for (const { name, bytes } of realPhotos().filter(({ name }) => !name.endsWith('.bmp'))) {
      const none = { width: '', height: '' };
      const { width, height } = await sharp(bytes)
        .metadata()
        .catch(() => none);
      expect([name, ...(await infoOf(bytes)).slice(0, 2)]).toEqual([name, width, height]);
    }
  });
});
