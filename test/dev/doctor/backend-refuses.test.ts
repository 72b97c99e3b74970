import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, findings, policyAnswer } from './examined';
import { endServers, type ReceivedRequest, type ScriptedAnswer, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

async function policyFindings(answerTo: (request: ReceivedRequest) => ScriptedAnswer, parts: object = {}) {
  return findings(await examine(await serve(answerTo), { parts }), 'policy');
}

describe("what a backend's error says is quoted, with the option that helps", () => {
  test.each([
    [401, { message: 'Log in at https://a.example.com/x1/login/v2/AbCd first' }, 'AbCd first', '--header'],
    [403, { code: 7, msg: 'no access to album 7' }, 'no access to album 7', '--header'],
    [200, { code: 401, data: null, errmsg: '请先登录' }, '请先登录', '--header'],
    [405, { error: { code: 'method_not_allowed', message: 'POST only' } }, 'POST only', '--method POST'],
    [404, { statusCode: 404, error: 'Not Found' }, 'Not Found', '--method POST'],
    [400, { detail: [], message: 'album is missing' }, 'album is missing', '--body'],
    [415, { title: 'JSON wanted' }, 'JSON wanted', 'Content-Type: application/json'],
    [200, { code: 500, message: 'no STS role' }, 'no STS role', 'backend-contract.md'],
  ])('%d %j', async (status, body, words, option) => {
    const [finding] = await policyFindings(() => ({ status, body }));
    expect(finding).toMatchObject({
      status: 'failed',
      advice: expect.stringMatching(/^The backend says ".*"\. /),
    });
    expect(finding).toMatchObject({ advice: expect.stringContaining(`${words}". `) });
    expect(finding).toMatchObject({ advice: expect.stringContaining(option) });
  });

  test('a refusal of POST leads back to GET', async () => {
    const [finding] = await policyFindings(() => ({ status: 405, body: {} }), { method: 'POST', data: 'a=1' });
    expect(finding).toMatchObject({ advice: 'Try --method GET, without --body.' });
  });

  test('a long text is cut, and what was given is masked in it', async () => {
    const parts = { header: { Authorization: 'Bearer sesame-open' } };
    const message = `sesame-open is expired.\n${'x'.repeat(5000)}`;
    const [finding] = await policyFindings(() => ({ status: 401, body: { message } }), parts);
    expect(finding).toMatchObject({
      advice: expect.stringMatching(/^The backend says "\*\*\* is expired\. x{100,300}…"/),
    });
  });
});

describe('a sign-in page in the place of a policy is named', () => {
  const page = '<!doctype html><form><input name="user"><input type="password"></form>';

  test('a redirect to one, without its query', async () => {
    const [finding] = await policyFindings(({ path }) =>
      path === '/' ? { status: 302, headers: { location: '/account/login?token=sesame' } } : { body: '<html>Hello' },
    );
    expect(finding).toMatchObject({
      status: 'failed',
      problem: expect.stringMatching(
        /got a redirect to a sign-in page: 302 to http:\/\/127.0.0.1:\d+\/account\/login\.$/,
      ),
      advice: expect.stringMatching(/401 and JSON.*--header/),
    });
  });

  test('a redirect to another host gets no header that was given', async () => {
    const received: ReceivedRequest[] = [];
    const other = await serve((request) => {
      received.push(request);
      return { body: page };
    });
    const parts = { header: { Authorization: 'Bearer sesame-open' } };
    const [finding] = await policyFindings(() => ({ status: 302, headers: { location: `${other}/portal` } }), parts);
    expect(finding).toMatchObject({ problem: expect.stringContaining(`a sign-in page: 302 to ${other}/portal.`) });
    expect(received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('the page itself', async () => {
    const [finding] = await policyFindings(() => ({ body: page }));
    expect(finding).toMatchObject({ problem: 'Expected JSON of the backend, got a page to sign in.' });
  });

  test('any other page is what it is, also behind redirects without an end', async () => {
    const [page] = await policyFindings(() => ({ body: '<html>It works!</html>' }));
    expect(page).toMatchObject({ problem: expect.stringContaining('It works!') });
    const [moved] = await policyFindings(({ path }) =>
      path === '/' ? { status: 301, headers: { location: '/v2' } } : { body: '<html>It works!</html>' },
    );
    expect(moved).toMatchObject({ problem: expect.stringMatching(/got a redirect: 301 to http.*\/v2\.$/) });
  });
});

describe('a policy that a cache on the way answered', () => {
  test('is named by its Age, and the clock is not blamed', async () => {
    const oss = await runOss();
    const date = new Date(Date.now() - 300_000).toUTCString();
    const body = policyAnswer(oss);
    const report = await examine(await serve(() => ({ headers: { age: '300', date }, body })));
    expect(findings(report, 'policy')).toMatchObject([
      { status: 'ok' },
      {
        status: 'warning',
        problem: expect.stringContaining('kept for 300 s (Age: 300)'),
        advice: expect.stringContaining('no-store'),
      },
    ]);
    expect(findings(report, 'clock')).toMatchObject([{ status: 'ok' }]);
  });

  test('is suspected by an old Date', async () => {
    const oss = await runOss();
    const date = new Date(Date.now() - 300_000).toUTCString();
    const report = await examine(await serve(() => ({ headers: { date }, body: policyAnswer(oss) })));
    expect(findings(report, 'clock')).toMatchObject([
      { status: 'warning', problem: expect.stringContaining('an answer of that age from a cache') },
    ]);
  });

  test('an Age of 0 is no cache', async () => {
    const oss = await runOss();
    const report = await examine(await serve(() => ({ headers: { age: '0' }, body: policyAnswer(oss) })));
    expect(findings(report, 'policy')).toMatchObject([{ status: 'ok' }]);
  });
});
