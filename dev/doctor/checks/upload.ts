import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  asUploadError,
  readImage,
  type StoredObject,
  type UploadOptions,
  uploadImage,
  type WxApi,
} from '../../../miniprogram/services/oss-upload/inspect';
import { adviceFor } from '../advice';
import { type Finding, failed, ok, warning } from '../report';

export interface UploadCheck {
  /** Absent: nothing was stored. */
  stored: StoredObject | undefined;
  findings: Finding[];
}

/** The calls of `wx` that an upload makes. */
export type PictureApi = Pick<WxApi, 'getFileSystemManager' | 'uploadFile'>;

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
    const stored = await uploadImage({ id: createName(), file: await readImage(file, api) }, { policies }, api).result;
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
      'The picture is stored, but its callback failed: the callback server has to answer 200 with JSON within 5 s.',
    ),
  ];
}
