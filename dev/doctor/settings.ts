import { type PolicyDefaults, readSignedPolicy } from '../../miniprogram/services/oss-upload/inspect';
import type { DoctorRequest } from './request';

/** Placeholders that make an answer readable, so that one setting can be left out at a time. */
const STAND_INS: PolicyDefaults = { host: 'https://stand-in.invalid', accessKeyId: 'stand-in', dir: '' };

const REQUIRED = ['host', 'accessKeyId'] as const;

/** The settings of config.ts without which the answer cannot be used. None, too, where no setting would help. */
export function missingSettings(answer: unknown, given: PolicyDefaults): (typeof REQUIRED)[number][] {
  const complete = { ...given, ...STAND_INS };
  if (!isReadable(answer, complete)) return [];
  return REQUIRED.filter((name) => given[name] === undefined && !isReadable(answer, without(complete, name)));
}

/** The settings of config.ts that this request and the reading of its answer rest on, by their full names. */
export function settingsInUse({ parts, defaults }: DoctorRequest, answer: unknown): string[] {
  const usual = read(answer, defaults);
  const names = (['host', 'accessKeyId', 'dir'] as const).filter(
    (name) => defaults[name] !== undefined && read(answer, without(defaults, name)) !== usual,
  );
  return [
    ...Object.keys(parts).map((name) => `policyRequest.${name}`),
    ...names.map((name) => `policyDefaults.${name}`),
  ];
}

function without(defaults: PolicyDefaults, name: keyof PolicyDefaults): PolicyDefaults {
  return Object.fromEntries(Object.entries(defaults).filter(([other]) => other !== name));
}

function isReadable(answer: unknown, defaults: PolicyDefaults): boolean {
  return read(answer, defaults) !== undefined;
}

/** What is understood, as a text to compare; `undefined` where it cannot be. */
function read(answer: unknown, defaults: PolicyDefaults): string | undefined {
  try {
    return JSON.stringify(readSignedPolicy(answer, defaults));
  } catch {
    return undefined; // why not is asked elsewhere
  }
}
