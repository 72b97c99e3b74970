/** The name of a setting of a bucket in OSS's API: `?cors`. */
export type BucketSetting = 'cors' | 'lifecycle' | 'publicAccessBlock';

export interface Wishes {
  /** Of the pages that may upload. Empty: CORS stays as it is. */
  origins: readonly string[];
  blockPublicAccess: boolean;
  /** After how many days parts of unfinished uploads are removed. */
  unfinishedDays: number;
  /** Below which prefix, and after how many days, all that is left is removed. */
  unclaimed: { prefix: string; days: number } | undefined;
}

/** What is to be done about one setting, in a sentence, and the XML to write; without `xml` nothing changes. */
export interface Change {
  setting: BucketSetting;
  sentence: string;
  xml?: string;
}

/** The bucket's settings as they are; undefined where it has none. */
export type CurrentSettings = Readonly<Record<BucketSetting, string | undefined>>;

/** Ours are known by it; all others are left alone. */
const RULE_ID = 'wechat-oss-upload';

const EXPOSED = ['ETag', 'x-oss-request-id', 'x-oss-hash-crc64ecma'];

export function planChanges(wishes: Wishes, current: CurrentSettings): Change[] {
  return [planPublicAccess(wishes, current), planCors(wishes, current), ...planLifecycle(wishes, current)];
}

/** Source: https://help.aliyun.com/en/oss/developer-reference/putbucketpublicaccessblock */
function planPublicAccess(wishes: Wishes, { publicAccessBlock = '' }: CurrentSettings): Change {
  const setting = 'publicAccessBlock';
  const isBlocked = /<BlockPublicAccess>\s*true\s*</.test(publicAccessBlock);
  if (isBlocked) return { setting, sentence: 'Public access is blocked already.' };
  if (!wishes.blockPublicAccess) {
    return {
      setting,
      sentence: 'Public access is not blocked, because --public says so: the ACL and the bucket policy decide.',
    };
  }
  const xml =
    '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>';
  return { setting, sentence: 'Block public access: pictures are read by signed addresses alone.', xml };
}

/** Source: https://help.aliyun.com/en/oss/developer-reference/putbucketcors */
function planCors({ origins }: Wishes, { cors }: CurrentSettings): Change {
  const setting = 'cors';
  if (origins.length === 0)
    return { setting, sentence: 'CORS stays as it is: no --origin is given, and phones need none.' };
  const rule = element('CORSRule', [
    ...origins.map((origin) => element('AllowedOrigin', xmlText(origin))),
    element('AllowedMethod', 'POST'),
    element('AllowedHeader', '*'),
    ...EXPOSED.map((header) => element('ExposeHeader', header)),
    element('MaxAgeSeconds', '600'),
  ]);
  const isOurs = (text: string) =>
    valuesOf(text, 'AllowedMethod').join() === 'POST' && valuesOf(text, 'ExposeHeader').join() === EXPOSED.join();
  const xml = withRules(cors, 'CORSConfiguration', 'CORSRule', isOurs, [rule]);
  if (xml === undefined) return { setting, sentence: `Pages of ${origins.join(', ')} may upload already.` };
  return { setting, sentence: `Let pages of ${origins.join(', ')} upload (CORS, POST alone).`, xml };
}

/** Source: https://help.aliyun.com/en/oss/developer-reference/putbucketlifecycle */
function planLifecycle({ unfinishedDays, unclaimed }: Wishes, { lifecycle }: CurrentSettings): Change[] {
  const setting = 'lifecycle';
  const days = (count: number) => element('Days', String(count));
  const ruleOf = (id: string, prefix: string, action: string) =>
    element('Rule', [element('ID', id), element('Prefix', xmlText(prefix)), element('Status', 'Enabled'), action]);
  const rules = [
    ruleOf(`${RULE_ID}-unfinished`, '', element('AbortMultipartUpload', days(unfinishedDays))),
    ...(unclaimed === undefined
      ? []
      : [ruleOf(`${RULE_ID}-unclaimed`, unclaimed.prefix, element('Expiration', days(unclaimed.days)))]),
  ];
  const isOurs = (text: string) => valuesOf(text, 'ID').some((id) => id.startsWith(RULE_ID));
  const xml = withRules(lifecycle, 'LifecycleConfiguration', 'Rule', isOurs, rules);
  if (xml === undefined)
    return [{ setting, sentence: 'Unfinished and unclaimed uploads are removed already, as wished.' }];
  const wasRemoved = lifecycle?.includes(`<ID>${RULE_ID}-unclaimed</ID>`) ?? false;
  const unclaimedBefore = wasRemoved ? '; what is unclaimed stays from now on' : '';
  const rest =
    unclaimed === undefined
      ? unclaimedBefore
      : `; and all that is left below ${unclaimed.prefix} after ${unclaimed.days} days, PICTURES INCLUDED`;
  return [{ setting, sentence: `Remove unfinished uploads after ${unfinishedDays} days${rest}.`, xml }];
}

/**
 * The configuration with our rules in the place of those that were ours; every other byte stays.
 * @returns undefined where nothing changes
 */
function withRules(
  current: string | undefined,
  root: string,
  tag: string,
  isOurs: (rule: string) => boolean,
  ours: readonly string[],
): string | undefined {
  if (current === undefined) return element(root, ours);
  const before = current.match(rulePattern(tag))?.filter(isOurs) ?? [];
  if (before.map(compact).join() === ours.map(compact).join()) return undefined;
  const others = current.replace(rulePattern(tag), (rule) => (isOurs(rule) ? '' : rule));
  const [empty, end] = [new RegExp(`<${root}\\s*/>`), `</${root}>`];
  if (empty.test(others)) return others.replace(empty, () => element(root, ours));
  const at = others.lastIndexOf(end);
  if (at < 0) throw new Error(`Expected the bucket's rules to end in ${end}, got something else.`);
  const afterRules = others.lastIndexOf(`</${tag}>`, at);
  const place = afterRules < 0 ? others.indexOf('>', others.indexOf(`<${root}`)) + 1 : afterRules + tag.length + 3;
  return others.slice(0, place) + ours.join('') + others.slice(place);
}

function rulePattern(tag: string): RegExp {
  return new RegExp(`<${tag}>[\\s\\S]*?</${tag}>`, 'g');
}

function valuesOf(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, value = '']) => value.trim());
}

function compact(xml: string): string {
  return xml.replace(/>\s+</g, '><').replace(/<Prefix\s*\/>/g, '<Prefix></Prefix>');
}

function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${[content].flat().join('')}</${name}>`;
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
