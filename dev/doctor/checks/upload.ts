import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asUploadError } from '../../../miniprogram/services/oss-upload/errors/upload-error';
import type { FileApi } from '../../../miniprogram/services/oss-upload/image/read-image';
import { type StoredObject, type UploadOptions, uploadImage } from '../../../miniprogram/services/oss-upload/index';
import type { UploadApi } from '../../../miniprogram/services/oss-upload/post/post-object';
import { adviceFor } from '../advice';
import { type Finding, failed, ok, warning } from '../report';

export interface UploadCheck {
  /** Absent: nothing was stored. */
  stored: StoredObject | undefined;
  findings: Finding[];
}

/** The calls of `wx` that an upload makes. */
export type PictureApi = FileApi & UploadApi;

/** What an upload needs besides the picture. */
export interface Uploader extends Pick<UploadOptions, 'policies'> {
  /** Makes the last part of the object key. */
  createName: () => string;
  api: PictureApi;
}

/** Uploads a picture with the mini-program's own code, from a file as a phone has it. */
export async function checkUpload(picture: Buffer, { policies, createName, api }: Uploader): Promise<UploadCheck> {
  const folder = await mkdtemp(path.join(tmpdir(), 'oss-doctor-'));
  try {
    const file = path.join(folder, 'pixel.png');
    await writeFile(file, picture);
    const stored = await uploadImage({ id: createName(), path: file }, { policies }, api).result;
    return { stored, findings: [storedFinding(stored), ...callbackFindings(stored)] };
  } catch (error) {
    const failure = asUploadError(error);
    return { stored: undefined, findings: [failed(failure.message, adviceFor(failure))] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function storedFinding({ url, requestId }: StoredObject): Finding {
  return ok(`A picture of one pixel is stored at ${url} (request id ${requestId ?? 'unknown'}).`);
}

function callbackFindings({ callback }: StoredObject): Finding[] {
  if (callback.name === 'answered') return [ok('The callback server answered.')];
  if (callback.name !== 'failed') return [];
  return [
    warning(
      callback.error.message,
      'The picture is stored, but the callback server was not told: it has to answer 200 with JSON within 5 s.',
    ),
  ];
}
