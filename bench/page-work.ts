import { createGallery } from '../miniprogram/components/oss-uploader/gallery';
import type { PickedImage } from '../miniprogram/services/oss-upload/index';
import type { UploadEvents } from '../miniprogram/services/oss-upload/queue/attempts';
import { createUploadQueue } from '../miniprogram/services/oss-upload/queue/create-upload-queue';
import { startTimer } from '../miniprogram/services/oss-upload/wx/timer';
import { wordsFor } from '../miniprogram/words/index';

const IMAGES = 100;
const EVENTS = 10_000;

/** Measures the page's work during 100 uploads: setData calls, their bytes, and the time per progress event. */
export async function benchPageWork(print: (line: string) => void): Promise<void> {
  const running = new Map<string, UploadEvents>();
  let calls = 0;
  let bytes = 0;
  const images = Array.from({ length: IMAGES }, (_, index): PickedImage => {
    return { id: `image-${index}`, path: `wxfile://tmp_${index}.jpg`, size: 1_000_000 };
  });
  const gallery = createGallery({
    words: wordsFor('en'),
    setData(patch) {
      calls++;
      bytes += JSON.stringify(patch).length;
    },
    report: () => {},
    onChange: () => {},
    createUploader(events) {
      const queue = createUploadQueue(
        { ...events, parallel: 10 },
        {
          upload(image, tried) {
            running.set(image.id, tried);
            return { result: new Promise(() => {}), abort() {} };
          },
          readImage: async (path) => ({
            path,
            size: 1_000_000,
            digest: path,
            type: { extension: 'jpg', contentType: 'image/jpeg' },
          }),
          copies: {
            create: async ({ path }) => path,
            give: async (path) => path,
            delete: async () => true,
            find: async () => undefined,
            list: async () => new Map(),
          },
          records: {
            ids: () => [],
            read: () => ({ name: 'absent' }),
            write: () => true,
            markRemoved: () => true,
            delete() {},
            readSettings: () => ({ paused: false, next: 1 }),
            writeSettings() {},
          },
          isOwner: () => true,
          conditions: { foreground: true, online: true, watch: () => () => {} },
          timer: startTimer,
          random: Math.random,
        },
      );
      return { ...queue, pick: () => queue.add(images), discardOthers: async () => {} };
    },
  });
  await gallery.uploader.pick();

  const uploads = [...running.values()];
  const [callsBefore, bytesBefore] = [calls, bytes];
  const begun = performance.now();
  let work = 0;
  for (let event = 0; event < EVENTS; event++) {
    const started = performance.now();
    uploads[event % uploads.length]?.onProgress({ phase: 'uploading', percent: event % 100 });
    work += performance.now() - started;
    // Yield: on a phone some thirty events arrive per second, and the page renders between them.
    if (event % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const seconds = (performance.now() - begun) / 1000;
  gallery.close();
  print(
    `${IMAGES} images: ${((work / EVENTS) * 1000).toFixed(1)} µs of the main thread for a progress event (target: under 1000)`,
  );
  const perSecond = ((calls - callsBefore) / seconds).toFixed(1);
  const perCall = Math.round((bytes - bytesBefore) / Math.max(1, calls - callsBefore));
  print(
    `  ${EVENTS} events in ${seconds.toFixed(1)} s: ${perSecond} setData calls per second (WeChat advises 20 at most), ${perCall} bytes each`,
  );
  print(`  to show ${IMAGES} new tiles: ${callsBefore} setData call(s), ${bytesBefore} bytes`);
}
