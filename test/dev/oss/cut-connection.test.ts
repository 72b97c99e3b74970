import { signedForm, toParts } from './post-form';
import { endRunningOss, runOss } from './running-oss';
import { beginPost } from './slow-post';

afterEach(endRunningOss);

test('a connection that is cut in the middle of the file leaves nothing', async () => {
  const oss = await runOss();
  const slow = await beginPost(oss, toParts(signedForm({ settings: oss.settings })));
  expect(await oss.files()).toHaveLength(1);
  const line = oss.nextLine();
  slow.cut();
  expect(await line).toContain('MalformedPOSTRequest');
  expect(await oss.files()).toEqual([]);
});

test('an object that a cut upload would have replaced is whole', async () => {
  const oss = await runOss();
  const form = signedForm({ settings: oss.settings, fields: { key: 'uploads/a' } });
  await (await beginPost(oss, toParts(form, { value: 'the first' }))).finish();
  const slow = await beginPost(oss, toParts(form, { value: 'the second' }));
  const line = oss.nextLine();
  slow.cut();
  await line;
  expect(await (await fetch(`${oss.url}/uploads/a`)).text()).toBe('the first');
});

test('closing ends an upload that is under way, frees the port and leaves nothing', async () => {
  const oss = await runOss();
  const slow = await beginPost(oss, toParts(signedForm({ settings: oss.settings })));
  await oss.close();
  expect(await oss.files()).toEqual([]);
  await slow.ended;
  await expect(fetch(oss.url)).rejects.toThrow();
  const port = Number(new URL(oss.url).port);
  expect((await runOss({ port })).url).toBe(oss.url);
});

test('a port that is taken is named, with the flags that choose another one', async () => {
  const port = Number(new URL((await runOss()).url).port);
  await expect(runOss({ port })).rejects.toThrow(new RegExp(`Port ${port} .*taken.*--port.*--oss-port`));
});
