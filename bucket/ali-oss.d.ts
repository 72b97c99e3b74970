/** The few calls of the official SDK that this command and the tests use; it comes without types. */
declare module 'ali-oss' {
  export interface BucketRequest {
    content?: string;
    mime?: string;
    successStatuses?: readonly number[];
  }

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
      endpoint?: string;
      /** In milliseconds. */
      timeout?: number;
    });
    calculatePostSignature(policy: object | string): { OSSAccessKeyId: string; Signature: string; policy: string };
    signatureUrlV4(method: string, expires: number, request: { queries: object }, objectName: string): Promise<string>;
    signPostObjectPolicyV4(policy: object | string, date: Date): string;
    /** What its own calls about buckets are made of. */
    _bucketRequestParams(method: 'GET' | 'PUT', bucket: string, subResource: string): BucketRequest;
    request(request: BucketRequest): Promise<{ data: Buffer }>;
  }
}
