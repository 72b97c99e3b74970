import { setUploaderDefaults } from '../../components/oss-uploader/defaults';
import { limits, policyDefaults, policyRequest, policyUrl, publicUrl } from '../../config';
import { wordsFor } from '../../words/index';

setUploaderDefaults({
  policy: { timeout: limits.policyTimeout, parts: policyRequest, defaults: policyDefaults },
  uploadTimeout: limits.uploadTimeout,
});

/** Nothing but the use of the component, as config.ts sets it. */
Component({
  data: {
    policyUrl: policyUrl(wx.getAccountInfoSync().miniProgram.envVersion),
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
