/**
 * One runner for every kind of test. `npx jest --selectProjects unit` runs one kind alone:
 *   unit     services, backend, local OSS, build of the preview: plain Node
 *   pages    pages and components, rendered by miniprogram-simulate in jsdom
 *   browser  the preview in Chromium
 */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
  ],
};

/** @param {string} displayName @param {string[]} folders @param {object} [more] */
const project = (displayName, folders, more = {}) => ({
  displayName,
  transform,
  testEnvironment: 'node',
  // What build:npm writes has a package.json with this project's name.
  modulePathIgnorePatterns: ['<rootDir>/.build/'],
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  ...more,
});

module.exports = {
  testTimeout: 60_000,
  // Browser and compiler tests mostly wait; jest would leave one core of two idle.
  maxWorkers: 2,
  projects: [
    project(
      'unit',
      [
        'miniprogram/services',
        'miniprogram/words',
        'server',
        'bucket',
        'dev',
        'release',
        'journey',
        'backends',
        'documents',
        'chaos',
        'bench',
        'wx-contract',
      ],
      { globalSetup: '<rootDir>/test/server/redis-server.ts' },
    ),
    project('pages', ['miniprogram/pages', 'miniprogram/components'], { testEnvironment: 'jsdom' }),
    project('browser', ['browser'], { globalSetup: '<rootDir>/test/browser/install-chromium.ts' }),
  ],
};
