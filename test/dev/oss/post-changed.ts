import { type PostAnswer, postParts, type SignedFormOptions, signedForm, toParts } from './post-form';
import type { RunningOss } from './running-oss';

/**
 * Posts a form that is right but for what `change` puts over its fields, `undefined` leaving one out. Makes sure that
 * nothing of it is kept where it is refused.
 */
export async function postChanged(
  oss: RunningOss,
  change: (fields: Record<string, string>) => Record<string, string | undefined>,
  options: Partial<SignedFormOptions> = {},
): Promise<PostAnswer> {
  const fields = signedForm({ settings: oss.settings, ...options });
  const changed = Object.entries({ ...fields, ...change(fields) });
  const kept = changed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const answer = await postParts(oss.url, toParts(Object.fromEntries(kept)));
  if (answer.status >= 300) expect(await oss.files()).toEqual([]);
  return answer;
}
