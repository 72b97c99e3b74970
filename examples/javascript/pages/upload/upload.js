Page({
  finished({ detail: { stored } }) {
    wx.showToast({ title: `${stored} uploaded`, icon: 'none' });
  },
});
