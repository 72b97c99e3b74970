import { setUploaderDefaults } from '../../components/oss-uploader/defaults';
import { limits, loginUrl, policyDefaults, policyRequest, policyUrl, publicUrl } from '../../config';
import { createLogin } from '../../services/login/login';
import { wordsFor } from '../../words/index';

const { envVersion } = wx.getAccountInfoSync().miniProgram;
const login = loginUrl(envVersion);

setUploaderDefaults({
  policy: {
    timeout: limits.policyTimeout,
    defaults: policyDefaults,
    ...(login === '' ? { parts: policyRequest } : createLogin({ url: login })),
  },
  uploadTimeout: limits.uploadTimeout,
});

/** Nothing but the use of the component, as config.ts sets it. */
Component({
  data: {
    policyUrl: policyUrl(envVersion),
    max: limits.images,
    perPick: limits.imagesPerPick,
    parallel: limits.parallelUploads,
    publicUrl,
  },

  lifetimes: {
    attached() {
      wx.setNavigationBarTitle({ title: wordsFor(wx.getAppBaseInfo().language).title });
    },
  },
});
