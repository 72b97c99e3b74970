/** The few calls of the official SDK that the tests compare with; it comes without types. */
declare module 'ali-oss' {
  export default class OSS {
    constructor(options: {
      accessKeyId: string;
      accessKeySecret: string;
      bucket: string;
      /** With `oss-`: `oss-cn-hangzhou`. */
      region: string;
      stsToken?: string;
      authorizationV4?: boolean;
      secure?: boolean;
    });
    calculatePostSignature(policy: object | string): { OSSAccessKeyId: string; Signature: string; policy: string };
    signatureUrlV4(method: string, expires: number, request: { queries: object }, objectName: string): Promise<string>;
    signPostObjectPolicyV4(policy: object | string, date: Date): string;
  }
}
