import { createServer, type ServerResponse } from 'node:http';
import { ask } from '../../../dev/doctor/ask';
import { renderJson } from '../../../dev/doctor/render-json';
import { renderConclusion, renderStep } from '../../../dev/doctor/render-text';
import type { Report } from '../../../dev/doctor/report';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, findings, policyAnswer } from './examined';
import { endServers, listen, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

function asText(report: Report): string {
  return report.steps.map(renderStep).join('') + renderConclusion(report);
}

const nested = (levels: number) => `${'{"data":'.repeat(levels)}null${'}'.repeat(levels)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('an answer that is made to break its reader', () => {
  test.each([
    ['nested 100,000 levels deep', nested(100_000)],
    ['of lists 100,000 levels deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['nested in a text', JSON.stringify({ data: nested(100_000) })],
    ['nested under a name that is secret', `{"policy":${nested(100_000)}}`],
    ['whose policy is nested', JSON.stringify({ policy: base64(nested(100_000)), signature: 's', x_oss_date: 'd' })],
    [
      'whose policy has a condition that is nested',
      JSON.stringify({ policy: base64(`{"expiration":"","conditions":[${nested(100_000)}]}`), signature: 's' }),
    ],
    [
      'with 200,000 secrets',
      JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`token${i}`, `value-${i}`]))),
    ],
  ])('%s is a finding', async (_, body) => {
    const url = await serve(() => ({ headers: { 'content-type': 'application/json' }, body }));
    const report = await examine(url);
    expect(findings(report, 'policy')).toMatchObject([{ status: 'failed' }]);
    expect(asText(report)).not.toContain('Maximum call stack');
  });
});

describe('an answer without an end', () => {
  const endless = (response: ServerResponse) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', write);
    write();
  };

  test('is read to a limit', async () => {
    const server = createServer((_, response) => endless(response));
    const url = `http://127.0.0.1:${await listen(server)}`;
    const closed = new Promise((resolve) => {
      server.on('connection', (socket) => socket.on('error', () => {}).on('close', resolve));
    });
    const answer = await ask(url, {}, { maxBytes: 100_000 });
    expect(answer.name === 'answered' && answer.body.length).toBe(100_000);
    await closed;
  });

  test('of the backend is read to a limit', async () => {
    const server = createServer((_, response) => endless(response));
    const report = await examine(`http://127.0.0.1:${await listen(server)}/policy`);
    expect(findings(report, 'policy')).toMatchObject([
      { status: 'failed', problem: expect.stringContaining('Expected JSON of the backend, got 200: xxx') },
    ]);
  });

  test('of what stands in the place of OSS is read to a limit', async () => {
    const oss = await runOss();
    const server = createServer((request, response) => {
      request.resume();
      if (request.method === 'POST') endless(response);
      else response.end(JSON.stringify({ ...policyAnswer(oss), host }));
    });
    const host = `http://127.0.0.1:${await listen(server)}`;
    const report = await examine(`${host}/policy`);
    expect(findings(report, 'upload')).toMatchObject([{ status: 'failed', problem: expect.stringContaining('xxx') }]);
  });

  test('and one that is longer than the picture is another than the picture', async () => {
    const oss = await runOss();
    const url = await serve(({ method, path }) => {
      if (method === 'GET' && path.startsWith('/uploads/')) return { body: Buffer.alloc(3_000_000) };
      if (method === 'POST') return { status: 200, headers: { 'x-oss-request-id': '65E1A0B2' } };
      return { body: { ...policyAnswer(oss), host: url } };
    });
    const report = await examine(url);
    expect(findings(report, 'read-back')).toMatchObject([{ status: 'failed' }]);
  });
});

test('nothing that a server says moves the cursor, or changes the direction of what is shown', async () => {
  const oss = await runOss();
  const evil = '\u001b[2J\u009b31m\u202e\u2066\u200f\u061c\u2028\u0007\u0085\u007f!';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
  const url = await serve(({ method }) => {
    const error = `<Error><Code>AccessDenied</Code><Message>${evil}</Message><EC>${evil}</EC></Error>`;
    if (method !== 'GET') return { status: 403, body: error, headers: { 'access-control-allow-origin': 'evil' } };
    const conditions = [
      ['starts-with', '$key', `up/${evil}/`],
      ['eq', '$content-type', `image/png${evil}`],
    ];
    return { body: { ...policyAnswer(oss, { conditions }), host: url, dir: `up/${evil}/` } };
  });
  for (const address of [url, await serve(() => ({ status: 500, body: evil }))]) {
    const report = await examine(address);
    expect(asText(report)).toContain('!');
    expect(asText(report)).not.toMatch(raw);
    expect(renderJson(report)).not.toMatch(raw);
    expect(JSON.parse(renderJson(report))).toEqual(report);
  }
});

describe('a value of --header is masked wherever a server puts it', () => {
  test.each(['s3', 'abc', 'Basic abc=', 'Bearer sesame-open-123'])('%s', async (value) => {
    const oss = await runOss();
    const secret = value.split(' ').at(-1) ?? '';
    const url = await serve(({ method, headers }) => {
      if (method !== 'GET') {
        return { status: 403, body: `<Error><Code>${secret}</Code><Message>It was ${secret}.</Message></Error>` };
      }
      const dir = `up/${headers['x-own']}/${secret}/`;
      return { body: { ...policyAnswer(oss, { conditions: [['starts-with', '$key', dir]] }), host: url, dir } };
    });
    const parts = { header: { 'x-own': value } };
    const refusing = await serve(() => ({ status: 403, body: `Not allowed: ${value}, that is ${secret}` }));
    for (const address of [url, refusing]) {
      const report = await examine(address, { parts });
      // The numbers of ports may hold anything.
      const said = (asText(report) + renderJson(report)).replace(/127\.0\.0\.1:\d+/g, '');
      expect(said).toContain('***');
      expect(said).not.toContain(secret);
    }
  });
});
