const { createUploader } = require('wechat-oss-upload');

let uploader;

Page({
  data: { lines: [] },

  onLoad() {
    uploader = createUploader({
      policy: { url: 'https://upload.example.com/get_post_signature_for_oss_upload' },
      onChange: (upload) => this.show(upload),
    });
  },

  onUnload() {
    uploader.close();
  },

  pick() {
    uploader.pick().catch(({ code }) => wx.showToast({ title: code, icon: 'none' }));
  },

  show({ image, state }) {
    const line = { id: image.id, state: state.name, key: state.name === 'stored' ? state.object.key : '' };
    const found = this.data.lines.findIndex(({ id }) => id === image.id);
    this.setData({ [`lines[${found < 0 ? this.data.lines.length : found}]`]: line });
  },
});
