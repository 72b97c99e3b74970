import { parseArgs } from 'node:util';
import { type PolicyDefaults, type RequestParts, readHost } from '../../miniprogram/services/oss-upload/inspect';
import type { DoctorRequest } from './request';

export const HELP = `Usage: npm run doctor -- POLICY_URL [options]
       npm run doctor -- --checklist

Checks a policy backend and its bucket. It requests a signed policy and uploads a one-pixel picture with the mini-program's
own code, tries what a hostile client would try, and lists the domains to enter in WeChat's console.

  --header "NAME: VALUE"   header of the policy request; can be repeated
  --method METHOD          GET or POST (default GET, with --body POST)
  --body TEXT              body of the policy request
  --host HOST              the bucket's URL, if the backend does not return it
  --access-key-id ID       the access key id, if the backend does not return it
  --dir DIR                prefix of the object key, if the backend does not return it
  --checklist              print what to do in WeChat's console before a release, and exit
  --json                   print one JSON document instead of text
  --help                   show this help

The exit status is 0 if a picture was stored, 1 if not, 2 for invalid arguments. No secrets are printed. A few small objects
named doctor-… stay in the bucket, because a signed policy does not allow deletes.
`;

export interface DoctorArguments {
  request: DoctorRequest;
  json: boolean;
}

/** @throws Error whose message says what is wrong; a value that may be secret is not in it */
export function readArguments(args: string[]): DoctorArguments | 'checklist' | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      header: { type: 'string', multiple: true },
      method: { type: 'string' },
      body: { type: 'string' },
      host: { type: 'string' },
      'access-key-id': { type: 'string' },
      dir: { type: 'string' },
      checklist: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.checklist) return 'checklist';
  const [url, ...more] = positionals;
  if (url === undefined)
    throw new Error("Expected the policy's address, like https://upload.example.com/policy, got none.");
  if (more.length > 0) {
    throw new Error(
      `Expected one address, got ${positionals.length} words: put a header in quotes, --header "Name: value".`,
    );
  }
  const { body, header, host, 'access-key-id': accessKeyId, dir } = values;
  const parts: RequestParts = {
    ...readMethod(values.method, body),
    ...(header === undefined ? {} : { header: readHeaders(header) }),
    ...(body === undefined ? {} : { data: body }),
  };
  const defaults: PolicyDefaults = {
    ...(host === undefined ? {} : { host: readHost(host, /^http:/i.test(url)) }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(dir === undefined ? {} : { dir }),
  };
  return { request: { url: readUrl(url), parts, defaults }, json: values.json };
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new Error(`Expected the policy's address to be http(s)://host/…, got "${text.replace(/\?.*/, '?…')}".`);
  }
  const { href, username, password } = new URL(text);
  if (username + password === '') return href;
  throw new Error("Expected the policy's address without a name and a password: wx.request sends none, use --header.");
}

function readMethod(text: string | undefined, body: string | undefined): Pick<RequestParts, 'method'> {
  const method = text?.toUpperCase() ?? (body === undefined ? undefined : 'POST');
  if (method === undefined) return {};
  if (method !== 'GET' && method !== 'POST') throw new Error(`Expected --method to be GET or POST, got "${text}".`);
  if (method === 'GET' && body !== undefined)
    throw new Error('Expected --body only with --method POST, got it with GET.');
  return { method };
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const entries = lines.map((line) => {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new Error('Expected --header to be "Name: value", got one that is not.');
    }
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
