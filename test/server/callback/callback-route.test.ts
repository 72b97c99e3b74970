import { CALLBACK_ROUTE, callbackField } from '../../../server/callback/callback-field';
import { POLICY_ROUTE } from '../../../server/policy-route';
import { policyAnswer, SIGNED_AT } from '../../sample-policy';
import { backend } from '../backend';
import { endServers } from '../loopback';
import {
  ACCEPTED,
  callbackBackend,
  callbackRequest,
  createKeyPair,
  recordedHook,
  STORED,
  ticketOf,
  trustingBackend,
} from './callback-sender';

afterEach(endServers);

const keys = createKeyPair();
const refused = { error: { code: 'callback_refused', message: expect.any(String) } };

describe('the policy', () => {
  const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString());

  test('contains the callback, ticket and all, and requires it', async () => {
    const answer = (await callbackBackend().app.inject(POLICY_ROUTE)).json();
    expect(decode(answer.callback)).toEqual({
      callbackUrl: 'https://upload.example.com/oss_callback',
      callbackBody: expect.stringContaining(`"ticket":"${ticketOf()}"`),
      callbackBodyType: 'application/json',
      callbackSNI: true,
    });
    expect(decode(answer.policy).conditions).toContainEqual(['eq', '$callback', answer.callback]);
  });

  test('sends no SNI for a plain-http callback', () => {
    expect(decode(callbackField('http://192.168.1.2:3000/oss_callback', ''))).not.toHaveProperty('callbackSNI');
  });

  test('has no callback without the setting, nor is there a route', async () => {
    expect(policyAnswer()).not.toHaveProperty('callback');
    const answer = await backend().app.inject(callbackRequest({ keys, keyUrl: 'https://gosspublic.alicdn.com/a.pem' }));
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain(CALLBACK_ROUTE);
  });
});

describe('a report of OSS', () => {
  test('is answered with the object, passed to the hook, and logged without signature and ticket', async () => {
    const { hooks, stored } = recordedHook();
    const { app, keyUrl, log } = await trustingBackend(keys, { hooks });
    const request = callbackRequest({ keys, keyUrl, report: { ticket: ticketOf({ user: 'user-42' }) } });
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.json()]).toEqual([200, ACCEPTED]);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body)); // OSS requires it
    expect(stored).toEqual([[ACCEPTED, 'user-42']]);
    expect(log()).toContain(STORED.key);
    for (const hidden of [request.headers.authorization, ticketOf({ user: 'user-42' })]) {
      expect(log()).not.toContain(hidden);
    }
  });

  test('is taken with the ticket of a policy, whose key it names', async () => {
    const { app, keyUrl } = await trustingBackend(keys, { environment: { KEY: 'exact' } });
    const policy = (await app.inject(POLICY_ROUTE)).json();
    const { callbackBody } = JSON.parse(Buffer.from(policy.callback, 'base64').toString());
    const { ticket } = JSON.parse(callbackBody.replace(/\$\{\w+\}/g, '0'));
    const { conditions } = JSON.parse(Buffer.from(policy.policy, 'base64').toString());
    const [, , key] = conditions.find((one: unknown[]) => one[1] === '$key');
    const send = (report: object) => app.inject(callbackRequest({ keys, keyUrl, report: { ticket, ...report } }));
    expect((await send({ key })).statusCode).toBe(200);
    expect((await send({ key: `${key}.png` })).statusCode).toBe(403);
    expect((await send({ key: STORED.key })).statusCode).toBe(403);
  });

  test('is verified against the public path, of which a proxy may strip a part', async () => {
    const environment = { OSS_CALLBACK_URL: 'https://example.com/api/oss_callback' };
    const { app, keyUrl } = await trustingBackend(keys, { environment });
    const path = '/api/oss_callback';
    expect((await app.inject(callbackRequest({ keys, keyUrl, path }))).statusCode).toBe(200);
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(403);
  });

  test('is refused where the ticket says nothing of it', async () => {
    const { hooks, stored } = recordedHook();
    const { app, keyUrl, fetched, log } = await trustingBackend(keys, { hooks });
    const long = SIGNED_AT.getTime() / 1000 - 61;
    const implausible: object[] = [
      { ticket: undefined },
      { ticket: '' },
      { ticket: `${ticketOf()}x` },
      { ticket: ticketOf().replace(/\..*/, '.') },
      { ticket: ticketOf({}, 'f'.repeat(32)) },
      { ticket: ticketOf({ expires: long }) },
      { ticket: ticketOf({ key: { begins: 'uploads/other/' } }) },
      { ticket: ticketOf({ key: { is: 'uploads/other.png' } }) },
      { key: 'elsewhere/a.png' },
      { key: 'uploads/' },
      { bucket: 'other' },
      { size: 0 },
      { size: 20_971_521 },
      { size: 1.5 },
      { size: '5' },
      { contentType: 'text/html' },
      { etag: 'none' },
    ];
    for (const report of implausible) {
      const answer = await app.inject(callbackRequest({ keys, keyUrl, report }));
      expect([report, answer.statusCode, answer.json()]).toEqual([report, 403, refused]);
    }
    for (const body of ['', 'bucket=pictures', '[]', 'null', '{"filename":"a.png"}']) {
      const answer = await app.inject(callbackRequest({ keys, keyUrl, body }));
      expect([body, answer.statusCode, answer.json()]).toEqual([body, 403, refused]);
    }
    expect(stored).toEqual([]);
    expect(fetched()).toBe(0); // so what anyone sends leads to no fetch
    expect(log()).not.toContain('object reported');
  });

  test('of a ticket that the previous key sealed is taken while keys rotate', async () => {
    const previous = 'p'.repeat(32);
    const environment = { SESSION_KEYS: `${'c'.repeat(32)},${previous}` };
    const { app, keyUrl } = await trustingBackend(keys, { environment });
    const report = { ticket: ticketOf({}, previous) };
    expect((await app.inject(callbackRequest({ keys, keyUrl, report }))).statusCode).toBe(200);
  });

  test('that is replayed three times is passed on once', async () => {
    const { hooks, stored } = recordedHook();
    const { app, keyUrl } = await trustingBackend(keys, { hooks });
    const request = callbackRequest({ keys, keyUrl });
    const answers = await Promise.all([request, request, request, request].map((one) => app.inject(one)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(answers.map((answer) => answer.json())).toEqual([ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED]);
    expect(stored).toHaveLength(1);
    await app.inject(callbackRequest({ keys, keyUrl, report: { etag: '0'.repeat(32) } }));
    expect(stored).toHaveLength(2);
  });

  test('whose hook fails is answered 503 without details, and passed on again', async () => {
    let calls = 0;
    const onStored = () => {
      if (++calls === 1) throw new TypeError('the database is at db.internal');
    };
    const { app, keyUrl, log } = await trustingBackend(keys, { hooks: { onStored } });
    const first = await app.inject(callbackRequest({ keys, keyUrl }));
    expect([first.statusCode, first.json().error.code]).toEqual([503, 'hook_failed']);
    expect(first.body).not.toContain('database');
    expect(log()).toContain('TypeError');
    expect((await app.inject(callbackRequest({ keys, keyUrl }))).statusCode).toBe(200);
    expect(calls).toBe(2);
  });
});

describe('a request that is not a callback', () => {
  test('is refused if its body is over 16 KB', async () => {
    const { app, keyUrl } = await trustingBackend(keys);
    const answer = await app.inject(callbackRequest({ keys, keyUrl, body: 'x'.repeat(16 * 1024 + 1) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('names the expected method for a GET', async () => {
    const answer = await callbackBackend().app.inject(CALLBACK_ROUTE);
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'POST']);
    expect(answer.json().error.message).toBe('Expected POST, got GET.');
  });

  test('names the route for an unknown path', async () => {
    expect((await callbackBackend().app.inject('/nowhere')).json().error.message).toContain(CALLBACK_ROUTE);
  });
});
