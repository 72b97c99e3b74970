import { diagnose } from '../../../dev/doctor/diagnose';
import type { CheckName, Finding, Report } from '../../../dev/doctor/report';
import type { DoctorRequest } from '../../../dev/doctor/request';
import { nodeWx } from '../../../dev/wx/node/node-wx';
import { type SignedFormOptions, signedForm } from '../oss/post-form';
import { type RunningOss, runOss } from '../oss/running-oss';
import { serve } from './running-server';

/** What a careful policy states of the form, beside key, size and type. */
export const FORM = [
  ['eq', '$x-oss-forbid-overwrite', 'true'],
  ['in', '$x-oss-object-acl', ['default', 'private']],
  ['in', '$callback', ['']],
  ['in', '$cache-control', ['max-age=2592000']],
  ['in', '$content-disposition', ['inline']],
] as const;

/** What a careful policy states. */
export const CONDITIONS = [
  ...FORM,
  ['starts-with', '$key', 'uploads/'],
  ['content-length-range', 1, 10_000],
  ['in', '$content-type', ['image/png', 'image/jpeg']],
] as const;

/** The doctor's report on an address. */
export function examine(url: string, request: Partial<DoctorRequest> = {}): Promise<Report> {
  const surroundings = { api: nodeWx(), now: () => Date.now(), random: Math.random };
  return diagnose({ parts: {}, defaults: {}, ...request, url }, surroundings);
}

/** What a backend answers that signs such a form for this bucket: the form's own fields, with host and dir. */
export function policyAnswer(oss: RunningOss, options: Partial<SignedFormOptions> = {}): Record<string, string> {
  const { key: _, ...fields } = signedForm({ settings: oss.settings, conditions: CONDITIONS, ...options });
  return { host: oss.url, dir: 'uploads/', ...fields };
}

/** The report on a backend that signs such forms, a new one for each request, for a local OSS. */
export async function examinePolicy(options: Partial<SignedFormOptions>, more: Record<string, string> = {}) {
  const oss = await runOss();
  const url = await serve(() => ({ body: { ...policyAnswer(oss, options), ...more } }));
  return { report: await examine(url), oss };
}

export function findings(report: Report, check: CheckName): readonly Finding[] {
  return report.steps.find((step) => step.check === check)?.findings ?? [];
}

/** The status of each check, the worst one where it found several things. */
export function statuses(report: Report): Partial<Record<CheckName, Finding['status']>> {
  const order = ['failed', 'warning', 'skipped', 'ok'] as const;
  return Object.fromEntries(
    report.steps.map((step) => [step.check, order.find((one) => step.findings.some(({ status }) => status === one))]),
  );
}

/** How every check ends on this computer, with a backend and a bucket that are in order. */
export const ALL_WELL = {
  policy: 'ok',
  https: 'skipped', // on this computer
  clock: 'ok',
  expiry: 'ok',
  cors: 'ok',
  'form-limit': 'ok',
  upload: 'ok',
  'read-back': 'ok',
  'key-limit': 'ok',
  'size-limit': 'ok',
  'type-limit': 'ok',
};
