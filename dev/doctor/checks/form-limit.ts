import { type FetchedPolicy, fits } from '../../../miniprogram/services/oss-upload/inspect';
import { type Finding, ok, warning } from '../report';

/** A form field by which a hostile client does more than store a picture. */
interface Danger {
  field: string;
  /** What it would send; the empty value is a form without the field. */
  values: readonly string[];
  /** As it stands in the report: `a client to …`. */
  deed: string;
  condition: string;
}

const DANGERS: readonly Danger[] = [
  {
    field: 'x-oss-forbid-overwrite',
    values: ['', 'false'],
    deed: 'replace a picture that is stored already',
    condition: '["eq", "$x-oss-forbid-overwrite", "true"]',
  },
  {
    field: 'x-oss-object-acl',
    values: ['public-read', 'public-read-write'],
    deed: 'make a picture public, for others to replace even',
    condition: '["in", "$x-oss-object-acl", ["default", "private"]]',
  },
  {
    field: 'callback',
    values: ['eyJjYWxsYmFja1VybCI6Imh0dHA6Ly9ldmlsLmV4YW1wbGUvIiwiY2FsbGJhY2tCb2R5IjoiYSJ9'], // to evil.example
    deed: 'have OSS call any server in your name',
    condition: '["eq", "$callback", …] with your own callback, or ["in", "$callback", [""]] without one',
  },
  {
    field: 'cache-control',
    values: ['max-age=31536000, immutable'],
    deed: 'have others keep a picture after you delete it',
    condition: '["in", "$cache-control", ["max-age=2592000"]]',
  },
  {
    field: 'content-disposition',
    values: ['attachment; filename=setup.exe'],
    deed: 'serve its file as a download under any name',
    condition: '["in", "$content-disposition", ["inline"]]',
  },
];

/** What else a form may ask of OSS. The policy alone is read: trying it would leave public objects behind. */
export function checkFormLimit({ document }: FetchedPolicy): Finding[] {
  const open = DANGERS.filter(({ field, values }) => {
    const conditions = document.conditions.filter((condition) => condition.field === field);
    return values.some((value) => conditions.every((condition) => fits(condition, value)));
  });
  if (open.length === 0) return [ok('The policy allows no overwriting, ACL, callback or header but its own.')];
  return open.map(({ field, deed, condition }) =>
    warning(`Expected the policy to limit ${field}, got one that allows a client to ${deed}.`, `Add ${condition}.`),
  );
}
