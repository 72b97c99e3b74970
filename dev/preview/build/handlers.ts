import type { Handler } from '../mini-program';
import { positionAt } from './problem';
import type { WxmlTag } from './wxml-tags';

/** `bindtap`, `bind:tap`, `catch:tap`, `mut-bind:tap`, `capture-bind:tap`, `capture-catch:tap`. */
const EVENT = /^(?:capture-|mut-)?(?:bind|catch):?[a-z]/i;

/** The methods that a tag names for its events, but for those that an expression names. */
export function handlersOf({ attributes, offset }: WxmlTag, file: string, text: string): Handler[] {
  const { line, column } = positionAt(text, offset);
  return Object.entries(attributes)
    .filter(([attribute, method]) => EVENT.test(attribute) && method !== '' && !method.includes('{{'))
    .map(([attribute, method]) => ({ place: `${file}:${line}:${column}`, attribute, method }));
}
