Page({
  finished({ detail: { stored, failed } }) {
    console.log(`${stored} pictures uploaded, ${failed} failed`);
  },
});
