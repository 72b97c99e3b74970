import type { UploadFileResult } from '../../../miniprogram/services/oss-upload/wx/contract';
import { ERRNO } from '../../../miniprogram/services/oss-upload/wx/errno';
import { type Case, laterTurns, type Outcome, TIMEOUT, tookTheTimeout } from '../run-case';

/** Keeps the documented fields of a success, or the failure. */
function withoutProfile(outcome: Outcome<UploadFileResult>): unknown {
  if ('fail' in outcome) return outcome;
  const { data, statusCode, errMsg } = { errMsg: undefined, ...outcome.ok };
  return { data, statusCode, errMsg };
}

const aborted = { fail: { errMsg: 'uploadFile:fail abort' } };

export const upload: Case[] = [
  {
    name: 'sends the form fields in order, then the file',
    async run(_, { pick, upload, act }) {
      const [path = ''] = await pick('picture.jpg');
      const { ended } = upload(path, { formData: { key: 'a/图.jpg', policy: 'cA==', empty: '', last: 'x' } });
      return [withoutProfile(await ended), await act('uploads received')];
    },
    expected: () => [
      { data: '{"stored":true}', statusCode: 200, errMsg: 'uploadFile:ok' },
      [
        [
          { name: 'key', value: 'a/图.jpg' },
          { name: 'policy', value: 'cA==' },
          { name: 'empty', value: '' },
          { name: 'last', value: 'x' },
          { name: 'file', filename: expect.stringMatching(/\.jpg$/), value: 'a picture' },
        ],
      ],
    ],
  },
  {
    name: 'uploads an empty file',
    async run(_, { pick, upload, act }) {
      const [path = ''] = await pick('empty.jpg');
      const { ended } = upload(path);
      return ['ok' in (await ended), await act('uploads received')];
    },
    expected: () => [
      true,
      [
        [
          { name: 'key', value: 'a.jpg' },
          { name: 'file', filename: expect.any(String), value: '' },
        ],
      ],
    ],
  },
  {
    name: 'an upload succeeds for any HTTP status and returns the body as text',
    async run(_, { pick, upload, uploadUrl }) {
      const [path = ''] = await pick('picture.jpg');
      return withoutProfile(await upload(path, { url: `${uploadUrl}/status/403` }).ended);
    },
    expected: () => ({ data: '{"status":403}', statusCode: 403, errMsg: 'uploadFile:ok' }),
  },
  {
    name: 'reports increasing progress, then the headers, then success, then nothing',
    async run(_, { pick, upload }) {
      const [path = ''] = await pick('large.jpg');
      const { events, ended, task } = upload(path);
      await ended;
      task.abort(); // too late
      await laterTurns();
      const percents = events.filter((event) => event.startsWith('progress')).map((event) => Number(event.slice(9)));
      return {
        reports: percents.length > 0,
        grows: percents.every((percent, index) => percent >= (percents[index - 1] ?? 0) && percent <= 100),
        last: percents.at(-1),
        rest: events.slice(percents.length),
      };
    },
    expected: () => ({ reports: true, grows: true, last: 100, rest: ['headers', 'success'] }),
  },
  {
    name: 'reports a response that begins during the upload after the last progress',
    async run(_, { pick, upload, uploadUrl }) {
      const [path = ''] = await pick('huge.jpg');
      const { events, ended } = upload(path, { url: `${uploadUrl}/hasty` });
      const outcome = withoutProfile(await ended);
      const headers = events.indexOf('headers');
      return [outcome, events[0]?.slice(0, 8), events.slice(headers)];
    },
    expected: () => [
      { data: '{"read":true}', statusCode: 200, errMsg: 'uploadFile:ok' },
      'progress',
      ['headers', 'success'],
    ],
  },
  {
    name: 'abort closes the connection, fails once and stops all reports',
    async run(_, { pick, upload, uploadUrl, act }) {
      const [path = ''] = await pick('large.jpg');
      const { task, events, ended } = upload(path, { url: `${uploadUrl}/held` });
      await act('upload is held');
      task.abort();
      const before = events.length;
      const result = await ended;
      task.abort();
      await act('upload is cut');
      await laterTurns();
      return [result, events.slice(before)];
    },
    expected: () => [aborted, ['fail']],
  },
  {
    name: 'an upload that is aborted immediately sends nothing',
    async run(_, { pick, upload, act }) {
      const [path = ''] = await pick('picture.jpg');
      const { task, events, ended } = upload(path);
      task.abort();
      const atOnce = [...events];
      return [await ended, atOnce, events, await act('uploads received')];
    },
    expected: () => [aborted, [], ['fail'], []],
  },
  ...['/silent', '/dribble'].map(
    (path): Case => ({
      name: `the time-out of an upload covers the whole response: ${path}`,
      async run(_, { pick, upload, uploadUrl }) {
        const [file = ''] = await pick('picture.jpg');
        const begun = Date.now();
        const { ended, events } = upload(file, { url: uploadUrl + path, timeout: TIMEOUT });
        return [await ended, events.at(-1), tookTheTimeout(Date.now() - begun)];
      },
      expected: () => [{ fail: { errMsg: 'uploadFile:fail timeout', errno: ERRNO.timeout } }, 'fail', true],
    }),
  ),
  {
    name: 'an upload of a missing file fails',
    async run(_, { upload, act }) {
      const { ended, events } = upload('wxfile://tmp_gone.jpg');
      return [await ended, events, await act('uploads received')];
    },
    expected: () => [{ fail: { errMsg: 'uploadFile:fail file not found' } }, ['fail'], []],
  },
  {
    name: 'an upload fails if the connection is refused',
    async run(_, { pick, upload, closedUrl }) {
      const [path = ''] = await pick('picture.jpg');
      return upload(path, { url: closedUrl }).ended;
    },
    expected: () => ({
      fail: {
        // A browser hides the reason of a network failure from scripts.
        errMsg: expect.stringMatching(/^uploadFile:fail .*net::ERR_(CONNECTION_REFUSED|FAILED)/),
        errno: ERRNO.networkNamed,
      },
    }),
  },
  {
    name: 'an upload fails for an invalid URL',
    async run(_, { pick, upload }) {
      const [path = ''] = await pick('picture.jpg');
      return upload(path, { url: 'nowhere' }).ended;
    },
    expected: () => ({ fail: { errMsg: 'uploadFile:fail invalid url "nowhere"', errno: ERRNO.urlInvalid } }),
  },
];
