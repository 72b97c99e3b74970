/** As much of jose as the documents use: https://github.com/panva/jose/tree/main/docs */
declare module 'jose' {
  interface KeySet {
    readonly keys: unique symbol;
  }
  export function createRemoteJWKSet(url: URL): KeySet;
  export function jwtVerify(
    token: string,
    keys: KeySet,
    options: { issuer: string; audience: string; algorithms: string[] },
  ): Promise<{ payload: { sub?: string; exp?: number } }>;
}
