import { LIMITS } from '../../../miniprogram/services/oss-upload/wx/limits';
import type { NetworkTimeout, PageWindow, Theme, ThemedWindow } from '../mini-program';
import { isObject, type JsonFile, type JsonObject, readJson } from './json';
import type { Report } from './problem';
import type { SourceTree } from './source-tree';

/** app.json and its theme file. */
export interface AppConfig {
  readonly file: JsonFile;
  readonly pages: readonly string[];
  readonly darkMode: boolean;
  readonly networkTimeout: NetworkTimeout;
  /** Theme variables (`@name`) from the `themeLocation` file; undefined if it cannot be read. */
  readonly themes: Readonly<Record<Theme, JsonObject>> | undefined;
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#networkTimeout */
const DEFAULT_TIMEOUT = LIMITS.networkTimeout;

// https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#window
const DEFAULT_WINDOW: PageWindow = {
  navigationBarTitleText: '',
  navigationBarBackgroundColor: '#000000',
  navigationBarTextStyle: 'white',
  backgroundColor: '#ffffff',
};

/** Reads app.json. Undefined after a reported error. */
export async function readAppConfig(tree: SourceTree, report: Report): Promise<AppConfig | undefined> {
  if (!tree.has('app.json')) {
    report({ file: 'app.json', line: 1, column: 1, message: 'missing: the folder is not the root of a mini-program' });
    return undefined;
  }
  const file = await readJson(tree, 'app.json', report);
  if (file === undefined) return undefined;
  const { pages, networkTimeout, darkmode } = file.value;
  if (!Array.isArray(pages) || pages.length === 0) {
    report({ ...file.find('pages'), message: '"pages" must list at least one page' });
    return undefined;
  }
  const timeouts = isObject(networkTimeout) ? networkTimeout : {};
  return {
    file,
    pages: pages.map(String),
    darkMode: darkmode === true,
    networkTimeout: {
      request: milliseconds(timeouts['request']),
      uploadFile: milliseconds(timeouts['uploadFile']),
    },
    themes: await readThemes(tree, file, report),
  };
}

function milliseconds(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : DEFAULT_TIMEOUT;
}

async function readThemes(tree: SourceTree, app: JsonFile, report: Report): Promise<AppConfig['themes']> {
  const { themeLocation } = app.value;
  if (typeof themeLocation !== 'string') return { light: {}, dark: {} };
  if (!tree.has(themeLocation)) {
    report({ ...app.find(themeLocation), message: `"themeLocation" names ${themeLocation}, which is missing` });
    return undefined;
  }
  const file = await readJson(tree, themeLocation, report);
  if (file === undefined) return undefined;
  const { light, dark } = file.value;
  return { light: isObject(light) ? light : {}, dark: isObject(dark) ? dark : {} };
}

/** Merges the page's window settings over those of app.json, for both themes. */
export function resolveWindow(app: AppConfig, page: JsonFile, report: Report): ThemedWindow {
  const { window } = app.file.value;
  const shared = isObject(window) ? window : {};
  const inTheme = (theme: Theme): PageWindow => {
    const setting = (name: keyof PageWindow): string => {
      const source = page.value[name] === undefined ? app.file : page;
      const value = page.value[name] ?? shared[name];
      if (typeof value !== 'string') return DEFAULT_WINDOW[name];
      if (!value.startsWith('@')) return value;
      const themed = app.themes?.[theme][value.slice(1)];
      if (typeof themed === 'string') return themed;
      if (app.themes === undefined) return DEFAULT_WINDOW[name];
      report({ ...source.find(value), message: `"${name}" is ${value}, which the ${theme} theme does not define` });
      return DEFAULT_WINDOW[name];
    };
    return {
      navigationBarTitleText: setting('navigationBarTitleText'),
      navigationBarBackgroundColor: setting('navigationBarBackgroundColor'),
      navigationBarTextStyle: setting('navigationBarTextStyle') === 'black' ? 'black' : 'white',
      backgroundColor: setting('backgroundColor'),
    };
  };
  const light = inTheme('light');
  return { light, dark: app.darkMode ? inTheme('dark') : light };
}
