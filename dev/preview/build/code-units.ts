import type { CodeUnit, StyleIsolation } from '../mini-program';
import type { AppConfig } from './app-config';
import { isObject, type JsonFile, readJson } from './json';
import type { Report } from './problem';
import { resolveComponent, type SourceTree } from './source-tree';

const STYLE_ISOLATIONS: readonly StyleIsolation[] = [
  'isolated',
  'apply-shared',
  'shared',
  'page-isolated',
  'page-apply-shared',
  'page-shared',
];

/** A code unit with its JSON file, which holds the page's window settings. */
export interface SourceUnit extends Omit<CodeUnit, 'handlers'> {
  readonly json: JsonFile;
}

/** Finds all pages of app.json and the components that they use, directly or indirectly. */
export async function findCodeUnits(tree: SourceTree, app: AppConfig, report: Report): Promise<SourceUnit[]> {
  const units = new Map<string, SourceUnit>();

  const visit = async (path: string, kind: CodeUnit['kind'], namedIn: JsonFile, name: string): Promise<void> => {
    if (units.has(path)) return;
    const missing = missingFiles(tree, path, kind);
    if (missing.length > 0) {
      report({ ...namedIn.find(name), message: `${kind} "${name}" is missing: no ${missing.join(', no ')}` });
      return;
    }
    const json = await readJson(tree, `${path}.json`, report);
    if (json === undefined) return;
    const { component: isComponent, pureDataPattern } = json.value;
    if (kind === 'component' && isComponent !== true) {
      report({ file: json.file, line: 1, column: 1, message: 'a component needs "component": true' });
    }
    const using = [...references(app.file), ...references(json)];
    const components = using.map((each) => ({ ...each, path: resolveComponent(tree, each.target, each.from.file) }));
    units.set(path, {
      path,
      kind,
      usingComponents: Object.fromEntries(components.map((each) => [each.tag, `/${each.path}`])),
      componentGenerics: generics(json),
      styleIsolation: styleIsolation(kind, json, report),
      styleScope: path.replaceAll('/', '_'),
      ...(typeof pureDataPattern === 'string' ? { pureDataPattern } : {}),
      json,
    });
    for (const component of components) {
      if (component.path === undefined || component.target.includes('://')) {
        report({
          ...component.from.find(component.target),
          message: `"${component.target}" is outside the mini-program`,
        });
      } else {
        await visit(component.path, 'component', component.from, component.target);
      }
    }
  };

  for (const page of app.pages) await visit(page, 'page', app.file, page);
  return [...units.values()];
}

function missingFiles(tree: SourceTree, path: string, kind: CodeUnit['kind']): string[] {
  const missing = tree.has(`${path}.wxml`) ? [] : [`${path}.wxml`];
  if (scriptFile(tree, path) === undefined) missing.push(`${path}.ts`);
  if (kind === 'component' && !tree.has(`${path}.json`)) missing.push(`${path}.json`);
  return missing;
}

/** Finds the unit's script: TypeScript if there is one, otherwise JavaScript. */
export function scriptFile(tree: SourceTree, path: string): string | undefined {
  return [`${path}.ts`, `${path}.js`].find(tree.has);
}

function references(from: JsonFile): { tag: string; target: string; from: JsonFile }[] {
  const { usingComponents } = from.value;
  return Object.entries(isObject(usingComponents) ? usingComponents : {}).map(([tag, target]) => ({
    tag,
    target: String(target),
    from,
  }));
}

function generics(json: JsonFile): CodeUnit['componentGenerics'] {
  const { componentGenerics } = json.value;
  return Object.fromEntries(
    Object.entries(isObject(componentGenerics) ? componentGenerics : {}).map(([name, value]) => {
      const standIn = isObject(value) ? value['default'] : undefined;
      return [name, typeof standIn === 'string' ? { default: standIn } : true];
    }),
  );
}

function styleIsolation(kind: CodeUnit['kind'], json: JsonFile, report: Report): StyleIsolation {
  const { styleIsolation: named, addGlobalClass } = json.value;
  if (named === undefined) {
    if (kind === 'page') return 'shared';
    return addGlobalClass === true ? 'apply-shared' : 'isolated';
  }
  const known = STYLE_ISOLATIONS.find((each) => each === named);
  if (known !== undefined) return known;
  report({ ...json.find(String(named)), message: `"styleIsolation" must be one of ${STYLE_ISOLATIONS.join(', ')}` });
  return 'isolated';
}

/** Whether the unit's styles also apply outside of it, so that its class names must not be scoped. */
export function hasSharedStyle({ styleIsolation }: Pick<CodeUnit, 'styleIsolation'>): boolean {
  return styleIsolation === 'shared' || styleIsolation === 'page-shared';
}
