import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startLocalCloud } from '../../../../dev/cloud/local-cloud';
import { formAsCurl, requestAsCurl } from '../../../../dev/preview/workbench/requests/curl';
import { postParts, signedForm, toParts } from '../../oss/post-form';
import { endRunningOss, runOss } from '../../oss/running-oss';

afterEach(endRunningOss);

test.each<[string, (answer: unknown) => string]>([
  ['JavaScript', (answer) => JSON.stringify(answer)],
  ['PHP or Python', (answer) => JSON.stringify(answer, null, 2).replaceAll('/', '\\/')],
])('a form as curl, run by a shell, posts it with a policy of its own, from a backend in %s', async (_, write) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'curl-'));
  const cloud = await startLocalCloud({ dataDir: path.join(folder, 'oss') });
  const backend = createServer(async (_, response) => {
    response.end(write(await (await fetch(cloud.policyUrl)).json()));
  });
  await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
  try {
    await writeFile(path.join(folder, 'picture.png'), 'a picture');
    // Refused: the backend's policy demands more than this form has.
    const oss = await runOss();
    const fields = {
      key: "uploads/it's $HOME `date`.png",
      'Cache-Control': 'max-age=2592000',
      'Content-Disposition': 'inline',
    };
    const more = {
      'x-oss-content-type': 'image/png',
      'x-oss-object-acl': 'private',
      success_action_status: '200',
      'x-oss-forbid-overwrite': 'true',
    };
    await postParts(oss.url, toParts({ ...signedForm({ settings: oss.settings }), ...fields, ...more }));
    const [form] = oss.forms.list();
    if (form === undefined) throw new Error('Expected a record, got none.');
    const { port } = backend.address() as AddressInfo; // it listens on TCP
    const script = formAsCurl(form, cloud.ossUrl, `http://127.0.0.1:${port}/policy`);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { cwd: folder });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^HTTP\/1.1 200/);
    expect(script).toContain('forbids overwriting');
    expect(cloud.oss.objects.list().map(({ key, size }) => [key, size])).toEqual([[fields.key, 9]]);
  } finally {
    backend.close();
    await cloud.close();
    await rm(folder, { recursive: true });
  }
});

test('a request as curl', () => {
  const outcome = { kind: 'waiting' } as const;
  const header = { 'x-name': "it's" };
  expect(
    requestAsCurl({
      id: '',
      at: '',
      method: 'POST',
      url: 'http://127.0.0.1/p?a=1&b=2',
      header,
      body: '{"a":1}',
      outcome,
    }),
  ).toBe(
    ["curl -sS -X POST 'http://127.0.0.1/p?a=1&b=2' \\", "  -H 'x-name: it'\\''s' \\", `  --data-raw '{"a":1}'`].join(
      '\n',
    ),
  );
});
