import { postChanged } from './post-changed';
import { postParts, signedForm, toParts, xmlText } from './post-form';
import { endRunningOss, runOss } from './running-oss';

afterEach(endRunningOss);

const mismatch = {
  status: 403,
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ec: '0002-00000705',
};

/** Another character of the same alphabet in place of one in the middle. */
function changeOne(text = ''): string {
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;
}

describe.each(['v4', 'v1'] as const)('%s', (version) => {
  const signatureField = version === 'v4' ? 'x-oss-signature' : 'Signature';

  test('one byte changed in the signature is a mismatch', async () => {
    const change = (fields: Record<string, string>) => ({ [signatureField]: changeOne(fields[signatureField]) });
    expect(await postChanged(await runOss(), change, { version })).toMatchObject(mismatch);
  });

  test('one byte changed in the policy is a mismatch, before anything in it is looked at', async () => {
    const change = ({ policy }: Record<string, string>) => ({ policy: changeOne(policy) });
    expect(await postChanged(await runOss(), change, { version })).toMatchObject(mismatch);
  });

  test('another secret is a mismatch, also where the policy has expired', async () => {
    const oss = await runOss();
    const settings = { ...oss.settings, accessKeySecret: 'another' };
    const expiration = new Date(Date.now() - 60_000);
    const form = signedForm({ settings, version, expiration });
    expect(await postParts(oss.url, toParts(form))).toMatchObject(mismatch);
  });

  test('a mismatch quotes neither the right signature nor the wrong one', async () => {
    const oss = await runOss();
    const right = signedForm({ settings: oss.settings, version });
    const wrong = changeOne(right[signatureField]);
    const { body } = await postParts(oss.url, toParts({ ...right, [signatureField]: wrong }));
    expect(body).not.toContain(right[signatureField]);
    expect(body).not.toContain(wrong);
  });

  test('another access key id is unknown', async () => {
    const oss = await runOss();
    const settings = { ...oss.settings, accessKeyId: 'another-id' };
    expect(await postParts(oss.url, toParts(signedForm({ settings, version })))).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
      message: 'The OSS Access Key Id you provided does not exist in our records.',
    });
  });

  test('an empty signature is refused', async () => {
    expect(await postChanged(await runOss(), () => ({ [signatureField]: '' }), { version })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      ec: '0002-00000704',
    });
  });

  test.each([
    ['policy', '0002-00000702'],
    [signatureField, '0002-00000703'],
    ['key', ''],
  ])('a missing %s is named', async (name, ec) => {
    const answer = await postChanged(await runOss(), () => ({ [name]: undefined }), { version });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument', ec });
    expect(xmlText(answer.body, 'ArgumentName')).toBe(name);
  });

  describe('with a security token', () => {
    const runSts = async () => runOss({ settings: { ...(await runOss()).settings, securityToken: 'the-token' } });

    test('the right one is accepted', async () => {
      expect((await postChanged(await runSts(), () => ({}), { version })).status).toBe(204);
    });
    test('without it the id is unknown', async () => {
      const oss = await runSts();
      const settings = { ...oss.settings, securityToken: undefined };
      const answer = await postParts(oss.url, toParts(signedForm({ settings, version })));
      expect(answer).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    });
    test('another one is refused, and neither is answered', async () => {
      const oss = await runSts();
      const settings = { ...oss.settings, securityToken: 'another-token' };
      const answer = await postParts(oss.url, toParts(signedForm({ settings, version })));
      expect(answer).toMatchObject({ status: 403, code: 'InvalidSecurityToken' });
      expect(answer.body).not.toMatch(/the-token|another-token/);
    });
    test.each([
      ['with an operand too many', ['eq', '$x-oss-security-token', 'the-token', '']],
      ['in an unknown mode', ['ends-with', '$x-oss-security-token', 'the-token']],
      ['in a list that is none', ['in', '$x-oss-security-token', { 0: 'the-token' }]],
      ['under the name of another field', ['eq', '$x-oss-meta-a', 'the-token']],
    ])('a policy that names the token %s is refused, and answer and log do not quote it', async (_, condition) => {
      const oss = await runSts();
      const answer = await postChanged(oss, () => ({}), { version, conditions: [condition] });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.message).toContain('***');
      expect(answer.body + oss.lines.join()).not.toContain('the-token');
    });

    test('a policy about another token is refused, and the token is not quoted', async () => {
      const conditions = [['eq', '$x-oss-security-token', 'policy-token']];
      const answer = await postChanged(await runSts(), () => ({}), { version, conditions });
      expect(answer).toMatchObject({ status: 403, code: 'AccessDenied', ec: '0006-00000227' });
      expect(answer.body).not.toContain('policy-token');
    });
  });

  test('a token where none is expected is refused, an empty one is not', async () => {
    const oss = await runOss();
    expect(await postChanged(oss, () => ({ 'x-oss-security-token': 'token' }), { version })).toMatchObject({
      status: 403,
      code: 'InvalidSecurityToken',
    });
    expect((await postChanged(oss, () => ({ 'x-oss-security-token': '' }), { version })).status).toBe(204);
  });
});

describe('V1', () => {
  test('takes the spelling of the official browser samples', async () => {
    const oss = await runOss();
    const { Signature = '', ...fields } = signedForm({ settings: oss.settings, version: 'v1' });
    expect((await postParts(oss.url, toParts({ ...fields, signature: Signature }))).status).toBe(204);
  });

  test('a missing OSSAccessKeyId is named', async () => {
    const answer = await postChanged(await runOss(), () => ({ OSSAccessKeyId: undefined }), { version: 'v1' });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(xmlText(answer.body, 'ArgumentName')).toBe('OSSAccessKeyId');
  });

  test('is refused where the bucket is too new for it, and V4 is not', async () => {
    const oss = await runOss({ refuseV1: true });
    const answer = await postChanged(oss, () => ({}), { version: 'v1' });
    expect(answer).toMatchObject({ status: 403, ec: '0002-00000080' });
    expect(answer.message).toContain('OSS no longer supports V1 signatures');
    expect((await postChanged(oss, () => ({}), { version: 'v4' })).status).toBe(204);
  });

  test('an anonymous form is refused because of the ACL', async () => {
    const answer = await postParts((await runOss()).url, toParts({ key: 'uploads/a' }));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(answer.message).toBe('You have no right to access this object because of bucket acl.');
  });
});
