import type { ErrorGuide } from './guide';

export const zh: ErrorGuide = {
  'picker-failed': {
    means: '`wx.chooseImage` 失败，原因未知。',
    todo: '查看控制台里的 `error.message` 和 `error.cause`，其中有微信返回的原始信息。',
  },
  'privacy-undeclared': {
    means: '公众平台的隐私保护指引里没有声明“选中的照片或视频”，所有用户都会失败（errno 112）。',
    todo: '在 设置 → 服务内容声明 → 用户隐私保护指引 中补充声明，几分钟后生效。',
  },
  'privacy-refused': {
    means: '用户拒绝了微信的隐私授权弹窗（errno 104）。此后约十秒内微信不再弹窗，直接返回失败。',
    todo: '让用户稍后再点一次；可以用 `wx.openPrivacyContract` 打开指引，组件已经这样做。',
  },
  'permission-missing': {
    means: '微信没有手机系统的照片或相机权限。',
    todo: '在点击事件里调用 `wx.openAppAuthorizeSetting` 打开系统设置。',
  },
  'scope-refused': {
    means: '用户在微信里拒绝了本小程序的某项权限。',
    todo: '在点击事件里调用 `wx.openSetting` 打开小程序设置。',
  },
  'file-missing': {
    means: '选中的文件已不存在，或者同一路径上换成了别的文件。临时文件在小程序重启后会失效。',
    todo: '重新选择图片。通常是因为没能保存副本（`image.atRisk`），例如存储空间不足。',
  },
  'file-unreadable': {
    means: '文件系统的某次调用失败，或者返回了意外的数据。',
    todo: '无需处理，会自动重试；一直失败时重新选择图片。',
  },
  'file-empty': {
    means: '文件是 0 字节。',
    todo: '换一张图片。',
  },
  'not-an-image': {
    means: '文件开头的字节不是已知的图片格式：JPEG、PNG、GIF、WebP、HEIC、HEIF、AVIF、BMP。',
    todo: '换一个文件。判断格式时不看文件名。',
  },
  'file-too-large': {
    means: '图片超过策略允许的大小（`content-length-range`），`details.limit` 是上限。',
    todo: '换一张小一些的，或者调大后端的 `OSS_MAX_SIZE`。',
  },
  'file-too-small': {
    means: '图片小于策略允许的大小（`content-length-range`），`details.limit` 是下限。',
    todo: '换一张，或者调小后端的 `OSS_MIN_SIZE`。',
  },
  'type-not-allowed': {
    means: '策略不允许这种图片格式（content type）。',
    todo: '换一张，或者把该格式加入后端的 `OSS_CONTENT_TYPES`。',
  },
  network: {
    means: '与后端或 OSS 的连接失败。',
    todo: '无需处理：会自动重试，网络恢复后继续。',
  },
  timeout: {
    means: '调用超时，或者上传 30 秒没有进展。',
    todo: '无需处理，会自动重试；如果总是这样，调大 `uploadTimeout` 或使用更小的图片。',
  },
  interrupted: {
    means: '微信中断了调用：小程序进入后台，或者网络发生切换。',
    todo: '无需处理：回到前台后自动重试，不计入重试次数。',
  },
  'too-many-uploads': {
    means: '同时进行的网络调用超过客户端的上限，微信最多同时上传十个。',
    todo: '无需处理，会自动重试；如果还有其他代码也在上传，调小 `parallel`。',
  },
  certificate: {
    means: 'TLS 证书未被接受：服务器证书有误、手机时间不准，或者网络拦截了 TLS。',
    todo: '只有个别手机出现时，检查手机的时间和网络；所有手机都出现时，检查服务器是否返回完整的证书链。',
  },
  'domain-not-listed': {
    means: '域名不在微信对应的合法域名列表里（errno 600002）。',
    todo: '把后端加入 request 合法域名，把 Bucket 的域名加入 uploadFile 合法域名；`npm run doctor` 会列出来。',
  },
  'address-invalid': {
    means: '微信不接受这个 URL（errno 600009）。',
    todo: '检查 `config.ts` 里的策略地址，或者后端返回的 host。',
  },
  aborted: {
    means: '上传已取消。',
    todo: '无需处理，取消的图片可以重试。',
  },
  unauthorized: {
    means: '后端返回 401 或 403（或 JSON 里的同类代码），重新登录也没有解决。',
    todo: '用 `policy.parts` 携带令牌，用 `policy.onUnauthorized` 登录。图片会保留。',
  },
  'backend-refused': {
    means: '后端用 JSON 返回了 3xx 或 4xx：不允许这次上传。',
    todo: '在控制台查看返回内容，并用相同的请求头运行 `npm run doctor`。',
  },
  'backend-failed': {
    means: '后端返回 5xx 或 429。',
    todo: '小程序无需处理，会自动重试（遵守 `Retry-After`）；请查看后端日志。',
  },
  'policy-unusable': {
    means: '返回里缺少某一项、含有密钥，或者提出了客户端无法满足的要求，错误信息里会写明。',
    todo: '运行 `npm run doctor`；用 `policy.defaults` 补上缺少的项，或者修改后端。',
  },
  'not-from-backend': {
    means: '返回的不是 JSON：公共网络的登录页、代理或防火墙代替后端作出了响应。',
    todo: '无需处理，会自动重试；如果在所有网络下都这样，说明策略地址不对，或者后端用 HTML 返回错误。',
  },
  'policy-expired': {
    means: 'OSS 收到表单时策略已过期。',
    todo: '无需处理，会重新获取策略；反复出现时调大 `OSS_POLICY_SECONDS`，并检查服务器时钟。',
  },
  'policy-violated': {
    means: '表单的某个字段不符合策略的条件（`Policy Condition failed`）。',
    todo: '错误信息里引用了该条件；运行 `npm run doctor` 查看策略允许的内容。',
  },
  'signature-refused': {
    means: 'OSS 不接受签名、AccessKey 或 STS 令牌，或者 `x-oss-date` 偏差超过 15 分钟。',
    todo: '会换新的策略重试，最多两次；仍失败时检查：AccessKey 是否启用、STS 令牌是否一并返回、服务器时钟是否准确。',
  },
  'signature-v1-refused': {
    means: 'OSS 不再接受该账号或 Bucket 的 V1 签名（EC 0002-00000080）。',
    todo: '改用 V4 签名，参考 [backend-contract.md](backend-contract.md) 里的后端。',
  },
  'already-exists': {
    means: '同名对象已存在，而表单禁止覆盖。',
    todo: '后端为每张图片返回不同的对象名；小程序自己生成的对象名是随机的。',
  },
  'outcome-unknown': {
    means: '上一次的响应丢失，之后对象名前缀又变了：无法确认图片是否已保存。',
    todo: '让每次返回的 `dir` 保持不变；是否重试由用户决定，重试可能会重复保存。',
  },
  'upload-cut-short': {
    means: 'OSS 没有收到完整的表单（`MalformedPOSTRequest`、`RequestTimeout`）。',
    todo: '无需处理，会自动重试。',
  },
  'bucket-missing': {
    means: 'Bucket 不存在。',
    todo: '检查后端的 `OSS_BUCKET`、`OSS_REGION`，或返回的 host。',
  },
  'not-a-bucket': {
    means: '该地址不接受 POST（405）：可能是 CDN、静态网站，或者多写了路径。',
    todo: '上传到 Bucket 自己的域名；用 CDN 读取图片时设置 `publicUrl`。',
  },
  'public-endpoint-forbidden': {
    means: '2025-03-20 之后开通 OSS 的账号不能使用中国内地 Bucket 的默认公网域名。',
    todo: '绑定已备案的自定义域名并配置证书，把 `OSS_HOST` 设为该域名，并加入 uploadFile 合法域名。',
  },
  'oss-refused': {
    means: 'OSS 返回了其他 3xx 或 4xx，`details` 里有 `ossCode`、`ec` 和 `requestId`。',
    todo: '在 [OSS 的错误码列表](https://help.aliyun.com/zh/oss/support/ec-error-code) 里查 EC；常见原因是缺少 `oss:PutObject` 或 `oss:PutObjectAcl` 权限。',
  },
  'callback-failed': {
    means: '图片已存入 OSS，但 OSS 回调你的服务器失败或超过五秒（203）。',
    todo: '检查回调接口：五秒内返回 200 和 JSON。图片仍算上传成功。',
  },
  'oss-failed': {
    means: 'OSS 返回 5xx 或 429。',
    todo: '无需处理，会自动重试；联系阿里云支持时提供 `details.requestId`。',
  },
  'not-from-oss': {
    means: '响应无法证明来自 OSS：可能是公共网络的登录页、代理或防火墙。',
    todo: '无需处理，会自动重试；如果在所有网络下都这样，说明 host 不是 Bucket 的域名。',
  },
  'checksum-mismatch': {
    means: '开启 `verify` 时：OSS 计算的 CRC-64 与文件不一致，对象仍留在 Bucket 里。',
    todo: '重新选择图片，会以另一个对象名上传。',
  },
  unexpected: {
    means: '本项目的缺陷，或者你传入的函数、`wx` 的调用抛出了异常，原始错误见 `error.cause`。',
    todo: '会自动重试；如果原因不在你的代码里，请提交 issue。',
  },
};
