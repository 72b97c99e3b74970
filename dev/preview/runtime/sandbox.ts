/** ECMAScript's globals and the browser's that WeChat also has. */
const KEPT = new Set([
  ...[
    'Object',
    'Function',
    'Array',
    'String',
    'Number',
    'Boolean',
    'Symbol',
    'BigInt',
    'Date',
    'Math',
    'JSON',
    'RegExp',
  ],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Proxy', 'Reflect', 'ArrayBuffer', 'DataView'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['Infinity', 'NaN', 'undefined', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'eval'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'escape', 'unescape'],
  ...['console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
]);

/**
 * Runs the mini-program's code with `scope` as its globals. All other globals of the browser (window, document, fetch, URL,
 * structuredClone, …) are undefined, as on a phone.
 */
export function runSandboxed(code: string, scope: Readonly<Record<string, unknown>>): void {
  const hidden = globalNames(window).filter((name) => !KEPT.has(name) && !(name in scope));
  const run = new Function(...Object.keys(scope), ...hidden, code);
  run.call(undefined, ...Object.values(scope));
}

function globalNames(from: object): string[] {
  const names = new Set<string>();
  for (let each: object | null = from; each !== null; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) if (/^[A-Za-z_$][\w$]*$/.test(name)) names.add(name);
  }
  return [...names];
}
