import { renderJson } from '../../../dev/doctor/render-json';
import { renderConclusion, renderStep } from '../../../dev/doctor/render-text';
import type { Report } from '../../../dev/doctor/report';
import { developmentSettings } from '../../../dev/oss/development-settings';
import { readOssSettings } from '../../../server/settings';
import { endRunningOss, runOss } from '../oss/running-oss';
import { examine, policyAnswer } from './examined';
import { endServers, type ReceivedRequest, type ScriptedAnswer, serve } from './running-server';

afterEach(async () => {
  await endServers();
  await endRunningOss();
});

const HEADER = 'Bearer sesame-open-123';
const TOKEN = 'security-token-of-this-test';

type Fields = Record<string, string>;
interface Case {
  name: string;
  works: boolean;
  answer: (fields: Fields, request: ReceivedRequest) => ScriptedAnswer;
}

const CASES: Case[] = [
  { name: 'where it works', works: true, answer: (fields) => ({ body: fields }) },
  {
    name: 'where OSS refuses the signature',
    works: false,
    answer: (fields) => ({ body: { ...fields, 'x-oss-signature': `${fields['x-oss-signature']}0` } }),
  },
  {
    name: 'where the backend quotes the header',
    works: false,
    answer: () => ({ status: 403, body: `Not allowed: ${HEADER}` }),
  },
  {
    name: 'where the backend gives its secret away',
    works: false,
    answer: (fields) => ({ body: { ...fields, accessKeySecret: 'local-development-secret' } }),
  },
  {
    name: 'where the policy is no base64',
    works: false,
    answer: (fields) => ({ body: { ...fields, policy: `!${fields['policy']}` } }),
  },
  {
    name: 'where the policy is no JSON',
    works: false,
    answer: (fields) => ({
      body: { ...fields, policy: Buffer.from(`token ${TOKEN}, and no JSON at all`).toString('base64') },
    }),
  },
  {
    name: 'where the answer is no JSON',
    works: false,
    answer: (fields) => ({ body: `policy=${fields['policy']}` }),
  },
  {
    name: 'where OSS quotes the token',
    works: false,
    answer: (fields, { method, headers }) =>
      method === 'POST'
        ? { status: 403, body: `<Error><Code>AccessDenied</Code><Message>not ${TOKEN}</Message></Error>` }
        : { body: { ...fields, host: `http://${headers.host}` } },
  },
];

test.each(CASES)('nothing secret is printed $name', async ({ works, answer }) => {
  const settings = { ...readOssSettings(developmentSettings), securityToken: TOKEN };
  const fields = policyAnswer(await runOss({ settings }));
  const url = await serve((request) => answer(fields, request));

  const parts = { header: { Authorization: HEADER } };
  const report = await examine(`${url}/policy?token=token-in-query`, { parts });

  expect(report.uploadWorks).toBe(works);
  const { policy = '', 'x-oss-signature': signature = '' } = fields;
  // Of policy and signature not even the beginning: messages quote what came, cut short.
  const secrets = [policy.slice(0, 24), signature.slice(0, 24), TOKEN, settings.accessKeySecret];
  for (const secret of [...secrets, 'sesame-open', 'token-in-query']) {
    expect(asText(report)).not.toContain(secret);
    expect(renderJson(report)).not.toContain(secret);
  }
});

function asText(report: Report): string {
  return report.steps.map(renderStep).join('') + renderConclusion(report);
}
