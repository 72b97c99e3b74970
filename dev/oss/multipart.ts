import { malformedPost } from './oss-error';
import { type PartHead, readPartHead } from './part-head';

/** One part of a form; what of its content is not read is skipped when the next part is asked for. */
export interface Part extends PartHead {
  content: AsyncIterable<Buffer>;
}

/** Far above what a field name of 8 KB, OSS's limit, takes. */
const MAX_HEAD_BYTES = 64 * 1024;

const LINE_END = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Reads multipart/form-data part by part, holding no more than a few chunks of it at a time. What comes after the last
 * boundary is left unread. By hand, because the usual parsers are made to be lenient where OSS is not: they skip what
 * they do not understand, and @fastify/busboy 3.2.6 waits for ever on some bodies, such as one of boundaries alone.
 * Source of the format: https://www.rfc-editor.org/rfc/rfc7578 and https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 * @throws OssError MalformedPOSTRequest
 */
export async function* readMultipart(body: AsyncIterator<Buffer>, boundary: string): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // With a line end before it the first boundary is like any other.
  const reader = new ByteReader(LINE_END, body);
  await skip(reader.until(delimiter));

  while (!(await reader.startsWith(Buffer.from('--')))) {
    if (!(await reader.startsWith(LINE_END))) throw malformedPost('a boundary is followed by something else');
    const head = readPartHead(await collect(reader.until(HEAD_END)));
    let open = true;
    const onEnd = () => {
      open = false;
    };
    yield { ...head, content: reader.until(delimiter, onEnd) };
    if (open) await skip(reader.until(delimiter));
  }
}

/** Finds delimiters in bytes that arrive in chunks of any size. */
class ByteReader {
  private buffered: Buffer;
  private readonly source: AsyncIterator<Buffer>;

  constructor(start: Buffer, source: AsyncIterator<Buffer>) {
    this.buffered = start;
    this.source = source;
  }

  /**
   * All bytes before the delimiter, which is read too; `onEnd` is called as soon as it is found. Whoever stops reading
   * before that may go on with another call.
   */
  async *until(delimiter: Buffer, onEnd?: () => void): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.buffered.indexOf(delimiter);
      if (at !== -1) {
        const before = this.buffered.subarray(0, at);
        this.buffered = this.buffered.subarray(at + delimiter.length);
        onEnd?.();
        yield before;
        return;
      }
      // The last bytes may be the beginning of the delimiter.
      const certain = Math.max(0, this.buffered.length - delimiter.length + 1);
      const before = this.buffered.subarray(0, certain);
      this.buffered = this.buffered.subarray(certain);
      yield before;
      await this.readMore();
    }
  }

  /** Whether these bytes come next. They are not read. */
  async startsWith(expected: Buffer): Promise<boolean> {
    while (this.buffered.length < expected.length) await this.readMore();
    return this.buffered.subarray(0, expected.length).equals(expected);
  }

  private async readMore(): Promise<void> {
    const { done, value } = await this.source.next();
    if (done) throw malformedPost('it ends before its last boundary');
    this.buffered = Buffer.concat([this.buffered, value]);
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const collected: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_HEAD_BYTES) throw malformedPost(`the head of a part has more than ${MAX_HEAD_BYTES} bytes`);
    collected.push(chunk);
  }
  return Buffer.concat(collected);
}

async function skip(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const _chunk of chunks);
}
