import type { PolicySummary } from '../../../dev/doctor/policy-summary';
import { renderStep } from '../../../dev/doctor/render-text';

const summary: PolicySummary = {
  signatureVersion: 'v1',
  securityToken: true,
  host: 'https://p.example.com',
  key: { mode: 'exact', key: 'uploads/1.png' },
  contentTypes: [
    { field: 'content-type', mode: 'starts-with', value: 'image/' },
    { field: 'content-type', mode: 'not-in', values: ['image/svg+xml'] },
  ],
  callback: true,
  settings: ['policyDefaults.host'],
};

const render = (understood: PolicySummary) => renderStep({ check: 'policy', understood, findings: [] });

test('what is understood, in words', () => {
  const text = render(summary);
  expect(text).toMatch(/signature +V1, with STS token\n/);
  expect(text).toMatch(/object key +exactly uploads\/1\.png\n/);
  expect(text).toMatch(/file size +any\n/);
  expect(text).toMatch(/content type +begins with image\/, none of image\/svg\+xml\n/);
  expect(text).toMatch(/expires +not said\n/);
  expect(text).toMatch(/callback +yes\n/);
  expect(text).toMatch(/for config\.ts +policyDefaults\.host\n/);
});

test('a policy that allows anything says so', () => {
  const text = render({ ...summary, key: { mode: 'prefix', prefix: '' }, contentTypes: [] });
  expect(text).toMatch(/object key +any\n/);
  expect(text).toMatch(/content type +any\n/);
});
