import { domainsOf } from '../../../dev/doctor/domains';

test('the origin for each kind of call, as the console takes it: no path, and the port where there is one', () => {
  const domains = domainsOf('https://upload.example.com:8443/policy?token=1', 'https://p.oss-cn-hangzhou.aliyuncs.com');
  expect(domains).toEqual([
    { call: 'request', origin: 'https://upload.example.com:8443' },
    { call: 'uploadFile', origin: 'https://p.oss-cn-hangzhou.aliyuncs.com' },
    { call: 'downloadFile', origin: 'https://p.oss-cn-hangzhou.aliyuncs.com' },
  ]);
});

test('without a policy only the backend is known', () => {
  expect(domainsOf('https://upload.example.com/policy', undefined)).toHaveLength(1);
});

test.each([
  ['http://upload.example.com/policy', /only https/],
  ['https://203.0.113.7/policy', /no IP address/],
  ['https://[2001:db8::1]/policy', /no IP address/],
  ['https://localhost:3000/policy', /no local name/],
  ['https://computer.local/policy', /no local name/],
])('what the console would not take is said: %s', (address, obstacle) => {
  expect(domainsOf(address, undefined)).toMatchObject([{ obstacle: expect.stringMatching(obstacle) }]);
});
