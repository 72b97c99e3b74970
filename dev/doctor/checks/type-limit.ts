import { type FetchedPolicy, fits } from '../../../miniprogram/services/oss-upload/inspect';
import { type HostileClient, type LimitCheck, tryHostile } from '../hostile-post';
import { pixelPng } from '../pixel';
import { typeConditions } from '../policy-summary';
import { type Finding, warning } from '../report';

const ADVICE =
  'Add ["in", "$content-type", ["image/jpeg", "image/png"]] to the conditions, with all types that are wanted and no others.';

/** Content types that a hostile client may try: a page or an SVG can run scripts when someone opens it. */
export async function checkTypeLimit({ document }: FetchedPolicy, client: HostileClient): Promise<LimitCheck> {
  const { findings, stored } = await tryHostile(client, {
    tried: 'a file of type text/html',
    change: (honest) => ({ ...honest, 'x-oss-content-type': 'text/html' }),
    bytes: pixelPng(document.size?.min ?? 0),
    advice: ADVICE,
  });
  const conditions = typeConditions(document);
  const svgOnly = conditions.length > 0 && conditions.every((condition) => fits(condition, 'image/svg+xml'));
  return { findings: svgOnly ? [...findings, svgAllowed] : findings, stored };
}

const svgAllowed: Finding = warning(
  'Expected the policy to allow no pictures that can carry scripts, got image/svg+xml allowed.',
  ADVICE,
);
