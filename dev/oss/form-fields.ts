import type { FieldMemory } from './field-memory';
import { malformedPost, OssError } from './oss-error';

/**
 * The form's fields other than `file`, by name in lower case. The documents contradict each other about the case of
 * names, and Alibaba's own browser samples send `signature` for `Signature`, so case makes no difference here.
 */
export type FormFields = ReadonlyMap<string, string>;

/** Source of both limits: https://help.aliyun.com/zh/oss/developer-reference/postobject */
const MAX_NAME_BYTES = 8 * 1024;
const MAX_FIELDS_BYTES = 8 * 1024 * 1024;

/** What a name, or a piece of a value as it arrived, takes besides its bytes; roughly. */
const PIECE_BYTES = 200;

/** Collects the fields before the file, until they are cleared. */
export class FormFieldCollector {
  readonly fields = new Map<string, string>();
  private readonly memory: FieldMemory;
  private bytesLeft = MAX_FIELDS_BYTES;
  private bytesTaken = 0;

  /** @param memory shared by all forms that are under way */
  constructor(memory: FieldMemory) {
    this.memory = memory;
  }

  /**
   * @returns the field's value
   * @throws OssError where the form breaks a limit with it, or has it already
   */
  async add(name: string, content: AsyncIterable<Buffer>): Promise<string> {
    const nameBytes = Buffer.byteLength(name);
    if (nameBytes > MAX_NAME_BYTES) throw nameTooLong(nameBytes);
    // The documents do not say which of two counts. A form that leaves it open is refused.
    if (this.fields.has(name.toLowerCase())) throw malformedPost(`the field ${name} came twice`, '0006-00000103');

    // OSS counts the values alone; with the names a form of a million empty fields is bounded too.
    this.take(nameBytes);
    const chunks: Buffer[] = [];
    for await (const chunk of content) {
      this.take(chunk.length);
      chunks.push(chunk);
    }
    const value = Buffer.concat(chunks).toString('utf8');
    this.fields.set(name.toLowerCase(), value);
    return value;
  }

  /** Forgets the fields and gives back what they took. */
  clear(): void {
    this.fields.clear();
    this.memory.giveBack(this.bytesTaken);
    this.bytesTaken = 0;
  }

  private take(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0) throw fieldsTooLong();
    this.memory.take(bytes + PIECE_BYTES);
    this.bytesTaken += bytes + PIECE_BYTES;
  }
}

function nameTooLong(bytes: number): OssError {
  return new OssError({
    status: 400,
    code: 'FieldItemTooLong',
    message: `Your form field name is too long: at most ${MAX_NAME_BYTES} bytes are expected, ${bytes} came.`,
    ec: '0006-00000110',
  });
}

function fieldsTooLong(): OssError {
  return new OssError({
    status: 400,
    code: 'MaxPOSTPreDataLengthExceededError',
    message: `Your POST request fields preceding the upload file were too large: at most ${MAX_FIELDS_BYTES} bytes are expected.`,
    ec: '0006-00000112',
  });
}
