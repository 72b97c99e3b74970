// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are OSS's
import { request } from 'node:http';
import { postParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, type RunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

async function postKey(oss: RunningOss, key: string, fileName = 'a.png', value = 'the bytes') {
  const form = signedForm({ settings: oss.settings, conditions: [['starts-with', '$key', '']], fields: { key } });
  return postParts(oss.url, toParts({ ...form, success_action_status: '201' }, { fileName, value }));
}

/** Asks for exactly this path; `fetch` would resolve `..` in it. */
async function getPath(oss: RunningOss, path: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(oss.url);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    asking.on('error', reject).end();
  });
}

describe('a key that means something else elsewhere is a name like any other, and stays inside the folder', () => {
  test.each([
    '../outside',
    'uploads/../../../outside',
    '%2e%2e/outside',
    '..%2foutside',
    'uploads\\..\\outside',
    'C:\\outside',
    'uploads/./a',
    'uploads//a',
    'uploads/a/',
    'nul\u0000.png',
    'line\r\nbreak',
    'con',
    '图片/🎉 é.png',
    '?query=1#hash',
    '__proto__',
    `long/${'长'.repeat(339)}`,
  ])('%j', async (key) => {
    const oss = await runOss();
    expect((await postKey(oss, key)).status).toBe(201);
    expect(await oss.files()).toEqual([
      expect.stringMatching(/^(objects|contents)\/[0-9a-f-]+(\.json)?$/),
      expect.stringMatching(/^(objects|contents)\/[0-9a-f-]+(\.json)?$/),
    ]);
    const list = await (await fetch(`${oss.url}/?list-type=json`)).json();
    expect(list).toEqual([expect.objectContaining({ key })]);
    expect(await getPath(oss, `/${encodeURIComponent(key)}`)).toEqual({ status: 200, body: 'the bytes' });
  });
});

test('keys that a disk might take for one another are different objects', async () => {
  const oss = await runOss();
  const keys = ['a', 'A', 'a/b', 'a/b/', 'é', 'e\u0301'];
  for (const key of keys) expect((await postKey(oss, key, 'x', `bytes of ${key}`)).status).toBe(201);
  for (const key of keys) {
    expect((await getPath(oss, `/${encodeURIComponent(key)}`)).body).toBe(`bytes of ${key}`);
  }
});

describe('a key that OSS does not take is refused', () => {
  test.each([
    ['empty', '', '0016-00000001'],
    ['absolute', '/etc/passwd', '0016-00000005'],
    ['after a backslash', '\\outside', '0016-00000005'],
    ['of 1024 bytes', 'x'.repeat(1024), '0016-00000002'],
    ['of 1024 bytes in 342 characters', `a${'长'.repeat(341)}`, '0016-00000002'],
  ])('%s', async (_case, key, ec) => {
    const oss = await runOss();
    expect(await postKey(oss, key)).toMatchObject({ status: 400, code: 'InvalidObjectName', ec });
    expect(await oss.files()).toEqual([]);
  });

  test('not in UTF-8', async () => {
    const oss = await runOss();
    const form = signedForm({ settings: oss.settings, conditions: [['starts-with', '$key', '']] });
    const { key: _key, ...fields } = form;
    const parts = [{ name: 'key', value: Buffer.from([0x61, 0xff, 0xfe]) }, ...toParts(fields)];
    expect(await postParts(oss.url, parts)).toMatchObject({ status: 400, code: 'InvalidObjectName' });
  });

  test('too long only once the file name is in it', async () => {
    const answer = await postKey(await runOss(), `${'x'.repeat(1000)}\${filename}`, 'y'.repeat(300));
    expect(answer).toMatchObject({ status: 400, code: 'InvalidObjectName' });
  });
});

describe('${filename}', () => {
  test.each([
    ['uploads/${filename}', 'a.png', 'uploads/a.png'],
    ['${filename}/${filename}', 'a', 'a/a'],
    ['uploads/${filename}', 'C:\\photos\\a.png', 'uploads/a.png'],
    ['uploads/${filename}', '../../a.png', 'uploads/a.png'],
    ['uploads/${filename}', '..', 'uploads/..'],
    ['uploads/${filename}', 'a \\"quoted\\".png', 'uploads/a "quoted".png'],
    ['uploads/${filename}', '🎉$&.png', 'uploads/🎉$&.png'],
    ['uploads/${fileName}', 'a.png', 'uploads/${fileName}'],
  ])('%s of %s', async (key, fileName, expanded) => {
    const { body } = await postKey(await runOss(), key, fileName);
    expect(xmlText(body, 'Key')).toBe(expanded);
  });
});

test.each(['/%', '/%ff', '//absolute'])('GET %s is refused', async (path) => {
  const { status, body } = await getPath(await runOss(), path);
  expect(status).toBe(400);
  expect(xmlText(body, 'Code')).toBe('InvalidObjectName');
});

test('GET finds nothing outside of the folder', async () => {
  const oss = await runOss();
  for (const path of ['/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/objects', '/contents']) {
    expect((await getPath(oss, path)).status).toBe(404);
  }
});
