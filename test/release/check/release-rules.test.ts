import { releaseFaults } from '../../../release/check/release-rules';
import { packageOf } from './package-of';

const APPID = 'wx0123456789abcdef';
const project = {
  folder: '/p',
  root: '/p',
  appid: APPID,
  libVersion: '3.8.0',
  urlCheck: true,
  compilesTypeScript: true,
};

test('accepts a project with an appid of its own', () => {
  expect(releaseFaults(project, APPID, packageOf({ 'app.js': '' }))).toEqual([]);
});

test.each(['touristappid', '', 'wx0123456789ABCDEF', 'wx0123456789abcde'])('rejects the appid "%s"', (appid) => {
  expect(releaseFaults(project, appid, packageOf({}))).toEqual([expect.stringContaining(`got "${appid}"`)]);
});

test('rejects "urlCheck": false and a private file in the package', () => {
  const files = packageOf({ 'project.private.config.json': '{}' });
  const faults = releaseFaults({ ...project, urlCheck: false }, APPID, files);
  expect(faults).toEqual([
    expect.stringContaining('"urlCheck": false'),
    'The package holds project.private.config.json, which is private.',
  ]);
});
