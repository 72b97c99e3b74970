import type { IncomingMessage } from 'node:http';
import type { OssSettings } from '../../server/settings';
import type { Answer } from './answer';
import { performCallback } from './callback/perform-callback';
import type { CallbackSender } from './callback/send-callback';
import { type CheckedForm, checkForm } from './checked-form';
import type { Draft } from './draft';
import type { FieldMemory } from './field-memory';
import { type FormHead, MAX_FILE_BYTES, readForm } from './form';
import type { FormRecording } from './form-log/form-log';
import { encodeKey } from './object-key';
import type { ObjectStore } from './object-store';
import { OssError, publicEndpointForbidden } from './oss-error';
import { checkExpiration, checkSize, sizeRange } from './policy-check';
import type { StoredObject } from './stored-object';
import { xmlDocument } from './xml';

/** Whether the account may use the bucket's default domain, for which the address of the local OSS stands. */
export type PublicEndpoint = 'allowed' | 'forbidden';

export interface PostObjectContext {
  settings: OssSettings;
  refuseV1: boolean;
  publicEndpoint: PublicEndpoint;
  store: ObjectStore;
  callbackSender: CallbackSender;
  /** Of all forms under way. */
  fieldMemory: FieldMemory;
  now: () => Date;
  /** Called for each object as soon as it is stored. */
  onStored: (object: StoredObject) => void;
}

/** How a form arrives. */
export interface PostReading {
  /** As in `readForm`. */
  bytes: AsyncIterable<Buffer>;
  recording: FormRecording;
}

/**
 * Stores the file of a form, if the form passes the checks of OSS, in this order: well-formed and within the limits;
 * all fields there; signed; not expired; as the policy says; not too large or small; not there yet. Then makes the
 * callback, where the form asks for one.
 * Source: https://help.aliyun.com/zh/oss/developer-reference/postobject
 * @throws OssError; 203 CallbackFailed where the object is stored, but the callback went wrong
 */
export async function postObject(
  request: IncomingMessage,
  requestId: string,
  context: PostObjectContext,
  reading: PostReading,
): Promise<Answer> {
  const { form, object } = await storeFile(request, context, reading);
  const { settings, store, callbackSender } = context;
  const answer = {
    headers: { etag: object.etag, 'x-oss-hash-crc64ecma': object.crc64 },
    key: object.key,
    size: object.size,
  };
  if (form.callback !== undefined) {
    const clientIp = request.socket.remoteAddress ?? '';
    const upload = { object, bucket: settings.bucket, requestId, clientIp };
    const body = await performCallback(form.callback, upload, store, callbackSender);
    // Whatever status the form asks for.
    return { ...answer, status: 200, headers: { ...answer.headers, 'content-type': 'application/json' }, body };
  }
  if (form.successStatus !== 201) return { ...answer, status: form.successStatus, body: '' };
  return {
    ...answer,
    status: 201,
    headers: { ...answer.headers, 'content-type': 'application/xml' },
    body: xmlDocument('PostResponse', {
      Bucket: settings.bucket,
      Location: `http://${request.headers.host ?? ''}/${encodeKey(object.key)}`,
      Key: object.key,
      ETag: object.etag,
    }),
  };
}

async function storeFile(
  request: IncomingMessage,
  { settings, refuseV1, publicEndpoint, store, fieldMemory, now, onStored }: PostObjectContext,
  { bytes, recording }: PostReading,
): Promise<{ form: CheckedForm; object: StoredObject }> {
  const received: { draft?: Draft } = {};
  try {
    const receiveFile = async (head: FormHead, file: AsyncIterable<Buffer>) => {
      recording.head(head);
      if (publicEndpoint === 'forbidden') throw publicEndpointForbidden();
      const form = checkForm(head, { settings, refuseV1, now: now() });
      const draft = await store.receive(file, sizeRange(form.policy, MAX_FILE_BYTES).max);
      received.draft = draft;
      recording.size(draft.size);
      return { form, draft };
    };
    const { form, draft } = await readForm(request, receiveFile, {
      bytes,
      memory: fieldMemory,
      onField: recording.field,
    });
    // The whole request has to arrive in time, not just its beginning.
    checkExpiration(form.policy, now());
    checkSize(draft.size, sizeRange(form.policy, MAX_FILE_BYTES));

    const object = store.commit(draft, form.properties, form.forbidOverwrite);
    if (object === undefined) throw fileAlreadyExists();
    onStored(object);
    return { form, object };
  } catch (error) {
    if (received.draft !== undefined) await store.discard(received.draft);
    throw error;
  }
}

function fileAlreadyExists(): OssError {
  return new OssError({
    status: 409,
    code: 'FileAlreadyExists',
    message: 'The object you specified already exists and can not be overwritten.',
    ec: '0026-00000002',
  });
}
