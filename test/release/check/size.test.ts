import {
  budgetedSize,
  budgetFaults,
  MAX_PACKAGE_SIZE,
  packageSize,
  sizeFaults,
  sizesByFolder,
  WECHAT_LIMIT,
} from '../../../release/check/size';
import { packageOf } from './package-of';

test('sums the sizes of all files in bytes, not characters', () => {
  expect(packageSize(packageOf({ 'app.js': '12345', 'app.json': '{}', 'app.wxss': '图' }))).toBe(10);
  expect(packageSize(packageOf({}))).toBe(0);
});

test('sums by folder, the largest first', () => {
  const files = packageOf({ 'app.js': '1', 'pages/a/a.js': '22', 'services/x/y/z.js': '333', 'services/x/y.js': '4' });
  expect(sizesByFolder(files)).toEqual([
    ['services/x', 4],
    ['pages/a', 2],
    ['.', 1],
  ]);
});

test("the budget counts this project's folders, not the pages that someone adds", () => {
  const own = 'x'.repeat(MAX_PACKAGE_SIZE - 1);
  const files = { 'services/oss-upload/index.js': own, 'app.js': 'x', 'pages/shop/shop.js': 'x'.repeat(100_000) };
  expect(budgetedSize(packageOf(files))).toBe(MAX_PACKAGE_SIZE);
  expect(budgetFaults(packageOf(files))).toEqual([]);
  expect(budgetFaults(packageOf({ ...files, 'config.js': 'x' }))).toEqual([
    `Expected at most ${MAX_PACKAGE_SIZE} bytes in this project's own folders, got ${MAX_PACKAGE_SIZE + 1}.`,
  ]);
});

describe("WeChat's 2 MB", () => {
  const limit = 'x'.repeat(WECHAT_LIMIT - 100);

  test('hold for the main package', () => {
    expect(sizeFaults(packageOf({ 'a.js': limit }))).toEqual([]);
    expect(sizeFaults(packageOf({ 'a.js': limit, 'b.js': 'x'.repeat(101) }))).toEqual([
      expect.stringContaining(
        `Expected the main package to have at most 2097152 bytes, which is WeChat's limit, got 2097153`,
      ),
    ]);
  });

  test.each(['subPackages', 'subpackages'])('hold for each of %s apart', (name) => {
    const app = JSON.stringify({ [name]: [{ root: 'shop', pages: [] }] });
    expect(sizeFaults(packageOf({ 'app.json': app, 'a.js': limit, 'shop/a.js': limit }))).toEqual([]);
    const [fault] = sizeFaults(
      packageOf({ 'app.json': app, 'shop/a.js': limit, 'shop/b.js': limit, 'shopping/a.js': 'x' }),
    );
    expect(fault).toMatch(/^Expected the subpackage shop\/ to .* Its largest files: shop\/a\.js 2097052, shop\/b\.js/);
  });
});
