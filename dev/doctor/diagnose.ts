import {
  createImageId,
  createPolicySource,
  fetchPolicy,
  type Random,
  startTimer,
  type WxApi,
} from '../../miniprogram/services/oss-upload/inspect';
import type { PictureApi } from './checks/upload';
import { type Domain, domainsOf } from './domains';
import { examine } from './examine';
import { maskedDomains, maskedStep, maskOf } from './masked-report';
import { recordAnswers } from './recorded-answers';
import type { Report, Step } from './report';
import type { DoctorRequest } from './request';
import { secretsIn, secretsInRequest, withoutSecrets } from './secrets';

export interface DiagnoseOptions {
  /** The calls of `wx` that the mini-program makes. */
  api: Pick<WxApi, 'request'> & PictureApi;
  /** Milliseconds since 1970. */
  now: () => number;
  random: Random;
  /** Called with each step as soon as it is done. */
  onStep?: (step: Step) => void;
}

/** Of one answer. A backend has a few; more are made to slow the doctor down. */
const MAX_SECRETS = 500;

/** Examines a backend and the bucket that its policies lead to. Never rejects for what it finds there. */
export async function diagnose(request: DoctorRequest, { api, now, random, onStep }: DiagnoseOptions): Promise<Report> {
  const { api: recordingApi, answers } = recordAnswers(api, now);
  const instruments = {
    policies: createPolicySource({
      fetch: (image) => fetchPolicy(request, now, recordingApi, startTimer, image),
      now,
    }),
    lastAnswer: () => answers.at(-1),
    api,
    now,
    createName: () => `doctor-${createImageId(now(), random)}`,
  };
  const given = secretsInRequest(request);
  const mask = maskOf(given);
  const secrets = new Set(given);
  let searched = 0;
  const steps: Step[] = [];
  let host: string | undefined;
  for await (const step of examine(request, instruments)) {
    host ??= step.understood?.host;
    for (const { data } of answers.slice(searched)) {
      for (const secret of secretsIn(data).slice(0, MAX_SECRETS)) secrets.add(secret);
    }
    searched = answers.length;
    const redacted = { ...step, findings: step.findings.map((finding) => withoutSecrets(finding, [...secrets])) };
    const shown = maskedStep(redacted, mask);
    steps.push(shown);
    onStep?.(shown);
  }
  return reportOf(request.url, steps, maskedDomains(domainsOf(request.url, host), mask));
}

function reportOf(policyUrl: string, steps: readonly Step[], domains: readonly Domain[]): Report {
  const { origin, pathname } = new URL(policyUrl);
  return {
    policyUrl: `${origin}${pathname}`,
    uploadWorks: steps.some(({ check, stored = [] }) => check === 'upload' && stored.length > 0),
    steps,
    leftBehind: steps.flatMap(({ stored = [] }) => stored),
    domains,
  };
}
