import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { hasDomain } from '../domains';
import { type Finding, failed, ok, skipped, warning } from '../report';

const DAY = 24 * 60 * 60 * 1000;

/** A certificate is renewed before its last three weeks, where that happens by itself. */
const RENEWED_BEFORE = 21 * DAY;

const TIMEOUT = 10_000;

type Handshake =
  | { name: 'done'; certificate: PeerCertificate; protocol: string; refusal: string | undefined }
  | { name: 'failed'; reason: string };

/**
 * Whether a phone would connect: https, a certificate that is trusted and fits, and its last day.
 * @param now milliseconds since 1970
 */
export async function checkHttps(address: string, now: number): Promise<Finding> {
  const url = new URL(address);
  const { origin } = url;
  if (url.protocol === 'http:') {
    return hasDomain(url)
      ? failed(
          `Expected ${origin} to be https, got http.`,
          'WeChat connects to https only: give the server a certificate.',
        )
      : skipped(`${origin} is an address for development, where DevTools takes http (urlCheck: false).`);
  }
  const handshake = await shakeHands(url);
  if (handshake.name === 'failed') {
    return failed(
      `Expected ${origin} to speak TLS, got "${handshake.reason}".`,
      'WeChat needs TLS 1.2 or newer: check that the server runs, and its port.',
    );
  }
  if (handshake.refusal !== undefined) {
    return failed(
      `Expected a certificate of ${origin} that phones trust, got "${handshake.refusal}".`,
      "Install one by a public authority, with the whole chain, for this server's name.",
    );
  }
  const lastDay = new Date(handshake.certificate.valid_to);
  const days = Math.floor((lastDay.getTime() - now) / DAY);
  if (lastDay.getTime() - now < RENEWED_BEFORE) {
    return warning(
      `Expected the certificate of ${origin} to be valid for three weeks, got ${days} days.`,
      'Renew it; if it renews itself, find out why it has not.',
    );
  }
  return ok(`${origin} speaks ${handshake.protocol}, its certificate is trusted and valid for ${days} days.`);
}

function shakeHands(url: URL): Promise<Handshake> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 && { servername: host }), // the name of an address is refused by TLS
      rejectUnauthorized: false, // so as to say what is wrong with it; nothing is sent
    });
    const end = (handshake: Handshake) => {
      socket.destroy();
      resolve(handshake);
    };
    socket.setTimeout(TIMEOUT, () => end({ name: 'failed', reason: 'timeout' }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end({ name: 'failed', reason: error.message || String(error.code) }),
    );
    socket.once('secureConnect', () =>
      end({
        name: 'done',
        certificate: socket.getPeerCertificate(),
        protocol: socket.getProtocol() ?? 'TLS',
        refusal: socket.authorized ? undefined : reasonOf(socket.authorizationError),
      }),
    );
  });
}

/** Typed as an error, yet it is a code: `DEPTH_ZERO_SELF_SIGNED_CERT`. */
function reasonOf(error: Error | string): string {
  return typeof error === 'string' ? error : error.message;
}
