import type { IncomingMessage } from 'node:http';
import { createFieldMemory, type FieldMemory } from './field-memory';
import { FormFieldCollector, type FormFields } from './form-fields';
import { type Part, readMultipart } from './multipart';
import { invalidArgument, malformedPost, OssError } from './oss-error';

/** OSS's limit of one object posted by a form. */
export const MAX_FILE_BYTES = 5 * 1024 ** 3;

/** A refused body is read to its end, so that the client gets the reason; but no further than this. */
const MAX_REQUEST_BYTES = MAX_FILE_BYTES + 16 * 1024 ** 2;

/** What stands before the bytes of the file. */
export interface FormHead {
  fields: FormFields;
  /** The part's file name without folders; empty where it has none. */
  fileName: string;
  /** The part's own content type; empty where it has none. */
  partType: string;
}

/** As much of a request as a form needs. */
type PostedBody = Pick<IncomingMessage, 'headers'> & AsyncIterable<Buffer>;

/** Takes the bytes of the file while they arrive, or refuses them by throwing. */
export type FileReceiver<Received> = (head: FormHead, bytes: AsyncIterable<Buffer>) => Promise<Received>;

export interface FormReading {
  /** Of the body, where they are to come more slowly or not at all. Default: as they come. */
  bytes?: AsyncIterable<Buffer> | undefined;
  /** Of the whole request. */
  maxBytes?: number;
  /** Shared with other forms. Default: its own. */
  memory?: FieldMemory;
  /** Called with each field, also with those after the file, which OSS ignores and of which no value is given. Default: not called. */
  onField?: ((name: string, value: string, isIgnored: boolean) => void) | undefined;
}

/**
 * Reads a posted form while it arrives, and always to its end. A mistake in the form itself, also behind the file, wins
 * over a refusal by `receiveFile`.
 * @returns what `receiveFile` made of the file
 * @throws OssError MalformedPOSTRequest, or another about the form; or what `receiveFile` throws
 */
export async function readForm<Received>(
  request: PostedBody,
  receiveFile: FileReceiver<Received>,
  { bytes = request, maxBytes = MAX_REQUEST_BYTES, memory = createFieldMemory(), onField }: FormReading = {},
): Promise<Received> {
  const body = limitedBody(bytes, maxBytes);
  const collector = new FormFieldCollector(memory);
  try {
    return await readParts(readMultipart(body, boundaryOf(request)), collector, receiveFile, onField);
  } finally {
    collector.clear(); // first: the rest may be long in coming
    for await (const _chunk of body);
  }
}

async function readParts<Received>(
  parts: AsyncIterable<Part>,
  collector: FormFieldCollector,
  receiveFile: FileReceiver<Received>,
  onField: FormReading['onField'],
): Promise<Received> {
  let outcome: PromiseSettledResult<Received> | undefined;
  for await (const part of parts) {
    const isFile = part.name.toLowerCase() === 'file';
    if (outcome === undefined && isFile) {
      [outcome] = await Promise.allSettled([receiveFile(headOf(part, collector.fields), part.content)]);
      collector.clear();
    } else if (outcome === undefined) {
      const value = await collector.add(part.name, part.content);
      onField?.(part.name, value, false);
    } else if (isFile) {
      throw wrongNumberOfFiles();
    } else if (part.name.toLowerCase() === 'key') {
      onField?.(part.name, '', true);
      throw invalidArgument('key', 'The field key is expected before the field file, and came after it.');
    } else {
      onField?.(part.name, '', true);
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

function boundaryOf({ headers }: PostedBody): string {
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

async function* limitedBody(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes) break;
      yield chunk;
    }
  } catch (cause) {
    throw malformedPost(`the connection was cut: ${cause instanceof Error ? cause.message : cause}`);
  }
  // Leaving the loop has ended the connection.
  if (size > maxBytes) throw malformedPost(`more than ${maxBytes} bytes came`);
}

function wrongNumberOfFiles(ec?: string): OssError {
  return new OssError({
    status: 400,
    code: 'IncorrectNumberOfFilesInPOSTRequest',
    message: 'POST requires exactly one file upload per request.',
    ...(ec !== undefined && { ec }),
  });
}
