import { GET_ATTR_URL } from 'miniprogram-ci/dist/config/url.config';
import { initGlobalProxy, request } from 'miniprogram-ci/dist/utils/request';
import { getSignature } from 'miniprogram-ci/dist/utils/sign';
import { isRecord } from '../project';
import type { Credentials } from './credentials';

/**
 * Requests the project's attributes, which WeChat gives only to a key that fits the appid and from an address on its list.
 * miniprogram-ci would only log a refusal, compile, and fail at the end.
 * @throws Error with WeChat's answer in its message
 */
export async function askWechat({ appid, privateKey }: Credentials): Promise<object> {
  initGlobalProxy();
  const signature = await getSignature(privateKey, appid);
  const { body } = await request({
    url: GET_ATTR_URL,
    method: 'post',
    body: JSON.stringify({ appid, signature }),
    headers: { 'content-type': 'application/json' },
  });
  const answer: unknown = JSON.parse(body);
  if (isRecord(answer) && answer['errCode'] === 0 && isRecord(answer['data'])) return answer['data'];
  throw new Error(body);
}
