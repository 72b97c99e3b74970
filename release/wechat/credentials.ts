import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { APPID } from '../check/release-rules';
import type { Project } from '../project';
import { ExplainedError } from './explain';

export interface Credentials {
  readonly appid: string;
  /** PEM. */
  readonly privateKey: string;
}

const WHERE = 'WeChat console, Development settings (开发设置), code upload key (小程序代码上传密钥)';

/**
 * Reads the appid and the code upload key from the environment; the appid may also come from project.config.json.
 * @throws Error that names every mistake, and nothing of the key
 */
export function readCredentials(env: NodeJS.ProcessEnv, project: Project): Credentials {
  const appid = env['MINIPROGRAM_APPID']?.trim() || project.appid;
  const mistakes: string[] = [];
  if (!APPID.test(appid)) {
    mistakes.push(`Expected MINIPROGRAM_APPID to be "wx" and 16 hexadecimal digits, got "${appid}".`);
  }
  const privateKey = readKey(env['MINIPROGRAM_PRIVATE_KEY'] ?? '');
  if ('mistake' in privateKey) mistakes.push(privateKey.mistake);
  if (mistakes.length > 0 || 'mistake' in privateKey) throw new ExplainedError(mistakes.join('\n'));
  return { appid, privateKey: privateKey.pem };
}

function readKey(setting: string): { pem: string } | { mistake: string } {
  const expected = 'Expected MINIPROGRAM_PRIVATE_KEY to be the code upload key, as text or as the path of its file';
  if (setting.trim() === '') return { mistake: `${expected}, got nothing. Download it in the ${WHERE}.` };
  let pem = setting;
  if (!setting.includes('-----BEGIN')) {
    try {
      pem = readFileSync(setting.trim(), 'utf8');
    } catch {
      // Not quoted: it may be the key, damaged.
      return {
        mistake: `${expected}, got ${setting.length} characters that are neither: no "-----BEGIN", and no such file.`,
      };
    }
  }
  pem = `${pem.trim().replaceAll('\\n', '\n')}\n`; // some CI systems keep a secret on one line
  try {
    const { asymmetricKeyType } = createPrivateKey(pem);
    if (asymmetricKeyType === 'rsa') return { pem };
    return { mistake: `${expected}, got a key of type ${asymmetricKeyType}; WeChat's is RSA.` };
  } catch {
    return { mistake: `${expected}, got a text that is no private key. Is it whole, with its first and last line?` };
  }
}
