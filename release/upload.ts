import { runCommand } from '../dev/cli/command-line';
import { exitAfter } from './exit-after';
import { describeVersion } from './wechat/describe-version';
import { explain } from './wechat/explain';
import { checkAndSend } from './wechat/send';
import { printProgress, readSendArguments, type SendArguments, SHARED_HELP } from './wechat/send-arguments';

const HELP = `Usage: npm run mp:upload -- [DIR] [--robot N]

Checks the mini-program as \`npm run package -- --release\` does, then uploads it to WeChat as a development version. The
version comes from package.json, the description from the tag or the last commit. Every file must be committed.
${SHARED_HELP}`;

const NEXT = `It is a development version (开发版) now. In the console (https://mp.weixin.qq.com, 版本管理) you can
  1. make it the trial version (选为体验版) and try it,
  2. submit it for audit (提交审核),
  3. release it once it is approved (发布).
`;

async function upload({ project, robot }: SendArguments): Promise<string> {
  const { version, description } = describeVersion(project.folder);
  const { subPackageInfo } = await checkAndSend({ project, release: true, print: printProgress }, async (opened) => {
    const ci = await import('miniprogram-ci');
    return ci.upload({
      project: opened,
      version,
      desc: description,
      robot,
      setting: { useProjectConfig: true },
      onProgressUpdate() {},
    });
  });
  const total = subPackageInfo?.find(({ name }) => name === '__FULL__')?.size;
  const size = total === undefined ? '' : `, ${total} bytes`;
  return `Uploaded version ${version} ("${description}") as robot ${robot}${size}.\n${NEXT}`;
}

void runCommand({
  name: 'npm run mp:upload',
  help: HELP,
  readArguments: readSendArguments,
  run: (args) => exitAfter(async () => ({ exitCode: 0, text: await upload(args) }), explain),
});
