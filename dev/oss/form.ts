import type { IncomingMessage } from 'node:http';
import { FormFieldCollector, type FormFields } from './form-fields';
import { type Part, readMultipart } from './multipart';
import { invalidArgument, malformedPost, OssError } from './oss-error';

/** OSS's limit of one object posted by a form. */
export const MAX_FILE_BYTES = 5 * 1024 ** 3;

/** A refused body is read to its end, so that the client gets the answer; but not forever. */
const MAX_REQUEST_BYTES = MAX_FILE_BYTES + 16 * 1024 ** 2;

/** What stands before the bytes of the file. */
export interface FormHead {
  fields: FormFields;
  /** The part's file name without folders; empty where it has none. */
  fileName: string;
  /** The part's own content type; empty where it has none. */
  partType: string;
}

/** Takes the bytes of the file while they arrive, or refuses them by throwing. */
export type FileReceiver<Received> = (head: FormHead, bytes: AsyncIterable<Buffer>) => Promise<Received>;

/**
 * Reads a posted form while it arrives, and always to its end. A mistake in the form itself, also behind the file, wins
 * over a refusal by `receiveFile`.
 * @param bytes of the body, to throttle or to cut. Default: as they arrive.
 * @returns what `receiveFile` made of the file
 * @throws OssError MalformedPOSTRequest, or another about the form; or what `receiveFile` throws
 */
export async function readForm<Received>(
  request: IncomingMessage,
  receiveFile: FileReceiver<Received>,
  bytes: AsyncIterable<Buffer> = request,
): Promise<Received> {
  const body = limitedBody(bytes);
  try {
    return await readParts(readMultipart(body, boundaryOf(request)), receiveFile);
  } finally {
    for await (const _chunk of body);
  }
}

async function readParts<Received>(parts: AsyncIterable<Part>, receiveFile: FileReceiver<Received>): Promise<Received> {
  const collector = new FormFieldCollector();
  let outcome: PromiseSettledResult<Received> | undefined;
  for await (const part of parts) {
    const isFile = part.name.toLowerCase() === 'file';
    if (outcome === undefined && isFile) {
      [outcome] = await Promise.allSettled([receiveFile(headOf(part, collector.fields), part.content)]);
    } else if (outcome === undefined) {
      await collector.add(part.name, part.content);
    } else if (isFile) {
      throw wrongNumberOfFiles();
    } else if (part.name.toLowerCase() === 'key') {
      throw invalidArgument('key', 'The field key is expected before the field file, and came after it.');
    }
    // Any other field after the file is ignored: OSS's own examples have a `submit` there.
  }
  if (outcome === undefined) throw wrongNumberOfFiles('0006-00000107');
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function headOf({ fileName = '', contentType = '' }: Part, fields: FormFields): FormHead {
  return { fields, fileName: fileName.replace(/^.*[/\\]/s, ''), partType: contentType };
}

function boundaryOf({ headers }: IncomingMessage): string {
  const contentType = headers['content-type'] ?? '';
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))\s*(?:;|$)/i.exec(contentType) ??
    [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    throw malformedPost(`multipart/form-data with a boundary is expected, Content-Type is "${contentType}"`);
  }
  return boundary;
}

async function* limitedBody(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > MAX_REQUEST_BYTES) break;
      yield chunk;
    }
  } catch (cause) {
    throw malformedPost(`the connection was cut: ${cause instanceof Error ? cause.message : cause}`);
  }
  // Leaving the loop has ended the connection.
  if (size > MAX_REQUEST_BYTES) throw malformedPost(`more than ${MAX_REQUEST_BYTES} bytes came`);
}

function wrongNumberOfFiles(ec?: string): OssError {
  return new OssError({
    status: 400,
    code: 'IncorrectNumberOfFilesInPOSTRequest',
    message: 'POST requires exactly one file upload per request.',
    ...(ec !== undefined && { ec }),
  });
}
