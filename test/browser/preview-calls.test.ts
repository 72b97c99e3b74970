import { FIXTURE } from '../dev/preview/fixture-copy';
import { useLocalServer } from './local-server';
import { BACKEND, expectText, usePreview } from './open-preview';
import { openCalls } from './picked-files';

const backend = useLocalServer();
const open = usePreview(() => ({
  miniprogramRoot: FIXTURE,
  backend: { configured: BACKEND.configured, actual: `${backend.url()}real` },
}));

test('request reaches the backend regardless of CORS and parses JSON', async () => {
  backend.answer((request, response) => {
    response.writeHead(201, { 'X-Own': 'yes', 'Set-Cookie': 'a=1' });
    response.end(JSON.stringify({ url: request.url, type: request.headers['content-type'] }));
  });
  const { tap } = await openCalls(await open());
  expect(await tap('request')).toMatchObject({
    statusCode: 201,
    data: { url: '/real?a=1', type: 'application/json' },
    header: { 'X-Own': 'yes' },
    cookies: ['a=1'],
  });
});

test('request rejects other hosts and can be aborted', async () => {
  backend.answer(() => {});
  const { tap } = await openCalls(await open());
  expect(await tap('request elsewhere')).toEqual({ errMsg: 'request:fail url not in domain list', errno: 600002 });
  expect(await tap('request and abort')).toEqual({ errMsg: 'request:fail abort' });
});

test('dialogs return the tapped choice', async () => {
  const preview = await open();
  const { answer } = await openCalls(preview);
  const { button } = preview;
  for (const [name, confirm] of [
    ['Yes', true],
    ['No', false],
  ] as const) {
    await button('modal').click();
    await button(name).click();
    expect(await answer()).toEqual({ confirm, cancel: !confirm, errMsg: 'showModal:ok' });
  }
  await button('sheet').click();
  await button('two').click();
  expect(await answer()).toEqual({ tapIndex: 1, errMsg: 'showActionSheet:ok' });
  await button('sheet').click();
  await preview.page.keyboard.press('Escape');
  expect(await answer()).toEqual({ errMsg: 'showActionSheet:fail cancel' });
});

test('shows the title of a toast, and a toast after copying', async () => {
  const preview = await open();
  await openCalls(preview);
  await preview.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await preview.button('toast').click();
  await expectText(preview.app.getByRole('status'), '✓Saved');
  await preview.button('copy').click();
  await expectText(preview.app.getByRole('status'), '✓内容已复制');
  expect(await preview.page.evaluate(() => navigator.clipboard.readText())).toBe('https://example.com/1.png');
});

test('storage returns stored values and fails for a missing key', async () => {
  const { tap } = await openCalls(await open());
  expect(await tap('storage')).toEqual({
    data: [1, { a: '二' }],
    gone: '',
    failure: { errMsg: 'getStorage:fail data not found' },
  });
});

test('system information has the theme and language of the browser', async () => {
  const { tap } = await openCalls(await open({ colorScheme: 'dark', locale: 'zh-CN' }));
  expect(await tap('system')).toEqual({
    theme: 'dark',
    language: 'zh_CN',
    account: { appId: 'touristappid', envVersion: 'develop', version: '' },
    width: 375,
  });
});

test('sets the title, and fails to navigate to a missing page', async () => {
  const preview = await open();
  const { tap } = await openCalls(preview);
  await preview.button('title').click();
  await preview.app.getByRole('heading', { name: 'Renamed' }).waitFor();
  expect(await tap('page that is missing')).toEqual({
    errMsg: 'navigateTo:fail page "pages/none/none" is not found',
  });
});

test('hides the browser’s globals from the mini-program’s code', async () => {
  const { tap } = await openCalls(await open());
  expect(await tap('globals')).toBe('undefined object function function function object function');
});

test.each([
  ['throw', 'Error: thrown in a handler'],
  ['reject', 'Error: rejected in a handler'],
  ['late throw', 'Error: thrown in a timer'],
  ['throw in success', 'Error: thrown in a callback'],
  ['missing call', 'wx.login is not in the preview: add it in dev/preview/runtime/wx/'],
])('shows an uncaught error over the page: %s', async (name, message) => {
  const preview = await open();
  await openCalls(preview);
  await preview.button(name).click();
  await expectText(preview.app.locator('[data-preview-error]'), message);
});
