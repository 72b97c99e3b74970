import { createHash } from 'node:crypto';
import { OssError } from '../oss-error';
import { isTrustedCallback } from '../trust';
import { type PostRequest, post, type Reply } from './post';
import { PUBLIC_KEY_PATH, type SigningKey } from './signing-key';
import type { UploadCallback } from './upload-callback';

/** What the local OSS sends callbacks with. */
export interface CallbackSender {
  signingKey: () => Promise<SigningKey>;
  /** What addresses may begin with; no other one is posted to. */
  trusted: readonly string[];
  /** Where the local OSS itself is, without a slash at the end: there its public key can be fetched. */
  ossUrl: string;
  /** How long a server may take for the whole of its answer, in milliseconds. */
  timeout: number;
  /** Aborted when the local OSS ends. */
  closing: AbortSignal;
}

/** Of the server's answer: https://help.aliyun.com/zh/oss/support/http-status-code-203 */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Posts the body to one address after the other until a server answers 200 with JSON.
 * @param headers what OSS says of the upload, besides what says who sends it and how it is signed
 * @returns that JSON, as it came
 * @throws OssError 203 CallbackFailed, about the last address
 */
export async function sendCallback(
  { urls, host, bodyType }: UploadCallback,
  body: string,
  headers: Readonly<Record<string, string>>,
  sender: CallbackSender,
): Promise<string> {
  const key = await sender.signingKey();
  const keyUrl = `${sender.ossUrl}${PUBLIC_KEY_PATH}?id=${key.id}`;
  let failure: unknown;
  for (const url of urls) {
    const allHeaders = {
      ...headers,
      host: host ?? url.host,
      'user-agent': 'aliyun-oss-callback',
      'content-type': bodyType,
      'content-length': String(Buffer.byteLength(body)),
      'content-md5': createHash('md5').update(body).digest('base64'),
      authorization: key.sign(`${decodeURIComponent(url.pathname)}${url.search}\n${body}`),
      'x-oss-pub-key-url': Buffer.from(keyUrl).toString('base64'),
      'x-oss-signature-version': '1.0',
      'x-oss-tag': 'CALLBACK',
    };
    if (!isTrustedCallback(url, sender.trusted)) {
      failure = notTrusted(url);
      continue;
    }
    try {
      return await exchange({ url, headers: allHeaders, body }, sender);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function exchange(request: Omit<PostRequest, 'signal'>, { timeout, closing }: CallbackSender): Promise<string> {
  const deadline = AbortSignal.timeout(timeout);
  try {
    return await readReply(await post({ ...request, signal: AbortSignal.any([deadline, closing]) }));
  } catch (error) {
    if (error instanceof OssError) throw error;
    if (deadline.aborted) {
      throw callbackFailed(
        `Error status : -1 ${request.url.host} reply timeout, cost:${timeout}ms, timeout:${timeout}ms`,
        '0007-00000202',
      );
    }
    throw callbackFailed(
      'Error status : -1. OSS can not connect to your callbackUrl, please check it.',
      '0007-00000203',
      reasonOf(error),
    );
  }
}

async function readReply(reply: Reply): Promise<string> {
  const refusal = refusalOf(reply);
  if (refusal !== undefined) {
    reply.drop();
    throw refusal;
  }
  const text = await reply.text();
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw callbackFailed('Response body is not valid json format.', '0007-00000205');
  }
}

/** What is wrong with an answer by its status and headers alone. */
function refusalOf({ status, headers }: Reply): OssError | undefined {
  if (status !== 200) return callbackFailed(`Error status : ${status}.`, '0007-00000203');
  const length = headers['content-length'];
  if (length !== undefined && Number(length) <= MAX_ANSWER_BYTES) return undefined;
  return callbackFailed(
    'Error status : 400. User server return too long content-length value.',
    undefined,
    `A Content-Length of at most ${MAX_ANSWER_BYTES} is expected, ${length ?? 'none'} came.`,
  );
}

/** Anyone with a signed policy could otherwise have this computer post to services that only it reaches. */
function notTrusted({ origin, pathname }: URL): OssError {
  return callbackFailed(
    'Error status : -1. OSS can not connect to your callbackUrl, please check it.',
    '0007-00000203',
    `The local OSS posts to addresses that --callback-to names: --callback-to ${origin}${pathname}`,
  );
}

/** A code like ECONNREFUSED says most; where several addresses were tried there is nothing else. */
function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

/** The object is stored all the same. `Detail` is ours. */
export function callbackFailed(message: string, ec?: string, detail?: string): OssError {
  return new OssError({
    status: 203,
    code: 'CallbackFailed',
    message,
    ...(ec !== undefined && { ec }),
    ...(detail !== undefined && { details: { Detail: detail } }),
  });
}
