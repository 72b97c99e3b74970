import { createUploader, type Upload, type UploadError, type Uploader } from 'wechat-oss-upload';

interface Line {
  id: string;
  state: string;
  key: string;
}

let uploader: Uploader;

Page({
  data: { lines: [] as Line[] },

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
    uploader.pick().catch(({ code }: UploadError) => wx.showToast({ title: code, icon: 'none' }));
  },

  show({ image, state }: Upload) {
    const line: Line = { id: image.id, state: state.name, key: state.name === 'stored' ? state.object.key : '' };
    const found = this.data.lines.findIndex(({ id }) => id === image.id);
    this.setData({ [`lines[${found < 0 ? this.data.lines.length : found}]`]: line });
  },
});
