import { invalidPolicy } from './oss-error';

interface WithText {
  /** As OSS quotes it in an error: `["starts-with", "$key", "uploads/"]`. */
  text: string;
}

/** The form field, in lower case and without `$`, has exactly this value, or begins with it. */
export interface ValueCondition extends WithText {
  mode: 'eq' | 'starts-with';
  field: string;
  value: string;
}

/** The form field has one of these values, or none of them. */
export interface ListCondition extends WithText {
  mode: 'in' | 'not-in';
  field: string;
  values: readonly string[];
}

/** The file has this many bytes, both ends included. */
export interface RangeCondition extends WithText {
  mode: 'content-length-range';
  min: number;
  max: number;
}

export type Condition = ValueCondition | ListCondition | RangeCondition;

const MODES = ['eq', 'starts-with', 'in', 'not-in', 'content-length-range'] as const satisfies Condition['mode'][];

/** @throws OssError InvalidPolicyDocument */
export function readCondition(value: unknown): Condition {
  if (Array.isArray(value)) return readListForm(value);
  if (typeof value === 'object' && value !== null) return readMapForm(value);
  throw invalidPolicy(`Invalid condition ${quote(value)}: a map or a list is expected.`, '0006-00000222');
}

function readMapForm(map: object): ValueCondition {
  const [entry, ...more] = Object.entries(map);
  if (entry === undefined || more.length > 0) {
    throw invalidPolicy(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
      '0006-00000201',
    );
  }
  const [name, value] = entry;
  return readValue('eq', `$${name}`, value);
}

function readListForm(list: readonly unknown[]): Condition {
  const [mode, first, second] = list;
  const text = quote(list);
  if (typeof mode !== 'string' || mode.startsWith('$')) {
    throw invalidPolicy(`Invalid condition ${text}: a matching mode is expected first.`, '0006-00000216');
  }
  if (!isMode(mode)) {
    throw invalidPolicy(`Invalid condition ${text}: expected is one of ${MODES.join(', ')}.`, '0006-00000217');
  }
  if (list.length !== 3) {
    throw invalidPolicy(`Invalid condition ${text}: two operands are expected.`, '0006-00000218');
  }
  switch (mode) {
    case 'eq':
    case 'starts-with':
      return readValue(mode, first, second);
    case 'in':
    case 'not-in':
      return readValues(mode, first, second);
    case 'content-length-range':
      return readRange(first, second);
  }
}

function readRange(min: unknown, max: unknown): RangeCondition {
  const text = quote(['content-length-range', min, max]);
  if (typeof min === 'object' || typeof max === 'object') {
    throw invalidPolicy(`Invalid condition ${text}: two numbers are expected.`, '0006-00000223');
  }
  if (!isSize(min) || !isSize(max)) {
    throw invalidPolicy(`Invalid condition ${text}: two whole numbers from 0 are expected.`, '0006-00000221');
  }
  if (max < min) {
    throw invalidPolicy(`Invalid condition ${text}: the second is expected to be at least the first.`, '0006-00000219');
  }
  return { mode: 'content-length-range', min, max, text };
}

function readValue(mode: ValueCondition['mode'], name: unknown, value: unknown): ValueCondition {
  const text = quote([mode, name, value]);
  if (typeof value !== 'string') throw invalidPolicy(`Invalid condition ${text}: a text is expected.`, '0006-00000224');
  return { mode, field: readFieldName(name, text), value, text };
}

function readValues(mode: ListCondition['mode'], name: unknown, values: unknown): ListCondition {
  const text = quote([mode, name, values]);
  if (!isTextList(values)) {
    throw invalidPolicy(`Invalid condition ${text}: a list of texts is expected.`, '0006-00000224');
  }
  return { mode, field: readFieldName(name, text), values, text };
}

function readFieldName(name: unknown, text: string): string {
  if (typeof name !== 'string' || !/^\$./.test(name)) {
    throw invalidPolicy(`Invalid condition ${text}: a field like "$key" is expected.`, '0006-00000224');
  }
  return name.slice(1).toLowerCase();
}

function isMode(mode: string): mode is Condition['mode'] {
  return MODES.some((known) => known === mode);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** JSON with OSS's white space. */
function quote(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(quote).join(', ')}]` : JSON.stringify(value);
}
