import { openJson } from '../wx/open-json';
import { excerpt } from './excerpt';

/** Whoever has these may upload: they are kept out of messages, which end up in logs. */
const SECRETIVE = /signature|token|secret|policy|credential|key|accessid|callback/i;

/** What looks like a key, a token or a signature, whatever it is called. */
const OPAQUE = /[\w+/=]{20,}/g;

/** What a backend answered, short and without what opens anything: for messages to developers. */
export function redact(answer: unknown): string {
  const opened = openJson(answer);
  if (typeof opened === 'string') return excerpt(blackOut('', opened));
  // What has no fields says more by its kind: nothing, raw bytes, an empty list.
  if (Object.keys(Object(opened)).length === 0) return excerpt(opened);
  try {
    return excerpt(JSON.stringify(opened, blackOut), 400);
  } catch {
    return excerpt(opened); // nested too deep to be shown
  }
}

function blackOut(name: string, value: unknown): unknown {
  const isRecord = typeof value === 'object' && !Array.isArray(value);
  if (value && !isRecord && SECRETIVE.test(name)) return '***';
  const opened = openJson(value);
  // Nobody reads further than this.
  if (typeof opened === 'string') return opened.slice(0, 500).replace(OPAQUE, '***');
  return Array.isArray(opened) ? opened.slice(0, 9) : opened;
}
