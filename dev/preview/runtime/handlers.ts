import type { CodeUnit } from '../mini-program';
import { showProblem } from './errors';

/** Names each event handler in WXML that the page or component does not have: WeChat says so only when the event happens. */
export function createHandlerCheck(units: readonly CodeUnit[]): (path: string, instance: object) => void {
  const unchecked = new Map(units.map(({ path, handlers }) => [path, handlers]));
  return (path, instance) => {
    const handlers = unchecked.get(path) ?? [];
    unchecked.delete(path);
    for (const { place, attribute, method } of handlers) {
      const isThere = method in instance && typeof Reflect.get(instance, method) === 'function';
      if (!isThere) showProblem(`${place} ${attribute}="${method}": ${path} has no method "${method}"`);
    }
  };
}
