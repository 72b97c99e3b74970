import { createImageId } from '../../miniprogram/services/oss-upload/image/image-id';
import { createPolicySource, fetchPolicy, type Random } from '../../miniprogram/services/oss-upload/index';
import type { RequestApi } from '../../miniprogram/services/oss-upload/policy/fetch-policy';
import type { PictureApi } from './checks/upload';
import { domainsOf } from './domains';
import { examine } from './examine';
import { recordAnswers } from './recorded-answers';
import type { Report, Step } from './report';
import type { DoctorRequest } from './request';
import { secretsIn, secretsInRequest, withoutSecrets } from './secrets';

export interface Surroundings {
  /** The calls of `wx` that the mini-program makes. */
  api: RequestApi & PictureApi;
  /** Milliseconds since 1970. */
  now: () => number;
  random: Random;
  /** Called with each step as soon as it is done. Default: not called. */
  onStep?: (step: Step) => void;
}

/** Examines a backend and the bucket that its policies lead to. Never rejects for what it finds there. */
export async function diagnose(request: DoctorRequest, { api, now, random, onStep }: Surroundings): Promise<Report> {
  const { api: recordingApi, answers } = recordAnswers(api, now);
  const instruments = {
    policies: createPolicySource(() => fetchPolicy(request, now, recordingApi), now),
    lastAnswer: () => answers.at(-1),
    api,
    now,
    createName: () => `doctor-${createImageId(now(), random)}`,
  };
  const steps: Step[] = [];
  for await (const step of examine(request, instruments)) {
    const secrets = [...secretsInRequest(request), ...answers.flatMap(({ data }) => secretsIn(data))];
    const shown = { ...step, findings: step.findings.map((finding) => withoutSecrets(finding, secrets)) };
    steps.push(shown);
    onStep?.(shown);
  }
  return reportOf(request.url, steps);
}

function reportOf(policyUrl: string, steps: readonly Step[]): Report {
  const { origin, pathname } = new URL(policyUrl);
  const host = steps.find(({ understood }) => understood !== undefined)?.understood?.host;
  return {
    policyUrl: `${origin}${pathname}`,
    uploadWorks: steps.some(({ check, stored = [] }) => check === 'upload' && stored.length > 0),
    steps,
    leftBehind: steps.flatMap(({ stored = [] }) => stored),
    domains: domainsOf(policyUrl, host),
  };
}
