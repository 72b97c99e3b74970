import { malformedPost } from './oss-error';

/** What stands before the content of a part. */
export interface PartHead {
  name: string;
  fileName: string | undefined;
  contentType: string | undefined;
}

/**
 * Reads the header lines of a part.
 * @throws OssError MalformedPOSTRequest
 */
export function readPartHead(bytes: Buffer): PartHead {
  const lines = bytes.toString('utf8').split('\r\n');
  const disposition = headerOf(lines, 'content-disposition');
  if (disposition === undefined) throw malformedPost('a part has no Content-Disposition', '0006-00000103');

  const parameters = readFormData(disposition);
  const name = parameters.get('name');
  if (name === undefined) throw malformedPost('a part has no name', '0006-00000103');
  return { name, fileName: parameters.get('filename'), contentType: headerOf(lines, 'content-type') };
}

function headerOf(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

/** The parameters of `form-data; name="key"; filename="a.png"`. */
function readFormData(disposition: string): Map<string, string> {
  const parameter = /;\s*([\w*-]+)=(?:"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"|([^\s;"]+))\s*/g;
  const isFormData = /^form-data\s*(;|$)/i.test(disposition);
  if (!isFormData || disposition.replace(/^form-data\s*/i, '').replace(parameter, '') !== '') {
    throw malformedPost(`form-data; name="…" is expected, Content-Disposition is ${disposition}`, '0006-00000103');
  }
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of disposition.matchAll(parameter)) {
    // Some clients escape, others send C:\photos\a.png as it is: only these two are taken for escapes.
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? plain);
  }
  return parameters;
}
