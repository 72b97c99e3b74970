import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface ServerKey {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

/** Makes a self-signed certificate for 127.0.0.1, or for a host name. Node can read certificates, but not make them. */
export function makeCertificate(validFrom: Date, validTo: Date, hostName?: string): ServerKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = sequence(
    element(0xa0, integer(2)), // version 3
    integer(1), // serial number
    ECDSA_WITH_SHA256,
    NAME, // who issued it
    sequence(time(validFrom), time(validTo)),
    NAME, // whose it is
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(alternativeName(hostName))),
  );
  return { cert: pem(sequence(body, ECDSA_WITH_SHA256, bitString(sign(body, privateKey)))), key: pemKey(privateKey) };
}

// Source of the structure: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const NAME = sequence(element(0x31, sequence(COMMON_NAME, element(0x0c, Buffer.from('local OSS')))));
const SUBJECT_ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex');

function alternativeName(hostName: string | undefined): Buffer {
  const name =
    hostName === undefined ? element(0x87, Buffer.from([127, 0, 0, 1])) : element(0x82, Buffer.from(hostName));
  return sequence(SUBJECT_ALTERNATIVE_NAME, element(0x04, sequence(name)));
}

function element(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function sequence(...contents: Buffer[]): Buffer {
  return element(0x30, ...contents);
}

function integer(value: number): Buffer {
  return element(0x02, Buffer.from([value]));
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.from([0]), bytes);
}

/** UTCTime. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`));
}

function sign(bytes: Buffer, key: KeyObject): Buffer {
  return createSign('sha256').update(bytes).sign(key);
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
