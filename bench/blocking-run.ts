import { createUploader, type Uploader } from '../miniprogram/services/oss-upload/index';
import type { UploadFileOptions, UploadProgress, WxApi } from '../miniprogram/services/oss-upload/wx/contract';

/** Runs in a process of its own, without a JIT; prints the longest stretch of each phase in milliseconds, as JSON. */
declare const IMAGES: number;
declare const POLICY: object;

type Phase = 'restore' | 'pick' | 'progress' | 'stored';

const longest: Record<Phase, number> = { restore: 0, pick: 0, progress: 0, stored: 0 };

/** A turn each: what `wx` calls back, what a timer fires, what the page calls. */
const turns: (() => void)[] = [];

/**
 * Runs all turns, and those that they lead to, each until its last microtask is done. By the processor's time: what else
 * runs on the computer does not count.
 */
async function run(phase: Phase): Promise<void> {
  for (let turn = turns.shift(); turn; turn = turns.shift()) {
    const begun = process.cpuUsage();
    turn();
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.cpuUsage(begun);
    longest[phase] = Math.max(longest[phase], (user + system) / 1000);
  }
}

/** What a phone keeps: each file by its number, in the path. */
const storage = new Map<string, unknown>();
const files = new Set<string>();
const digests = new Map<string, string>();
let picked = 0;

interface Post extends UploadFileOptions {
  progress: (progress: UploadProgress) => void;
  headers: (received: { header: unknown }) => void;
}

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, ...Array<number>(54).fill(1)]);

/** A `wx` that answers each call in a later turn, at no cost of its own. */
function instantWx(posts: Post[]): WxApi {
  const later = (turn: (() => void) | undefined) => turn && turns.push(turn);
  const fileSystem = {
    getFileInfo: ({ filePath, success }) =>
      later(() => success?.({ size: 1_000_000, digest: digests.get(filePath) ?? filePath })),
    readFile: ({ length, success }) => later(() => success?.({ data: JPEG.slice(0, length).buffer })),
    copyFile: ({ srcPath, destPath, success }) =>
      later(() => {
        files.add(destPath);
        digests.set(destPath, digests.get(srcPath) ?? srcPath);
        success?.({});
      }),
    rename: ({ oldPath, newPath, success }) =>
      later(() => {
        files.delete(oldPath);
        files.add(newPath);
        digests.set(newPath, digests.get(oldPath) ?? oldPath);
        success?.({});
      }),
    unlink: ({ filePath, success }) =>
      later(() => {
        files.delete(filePath);
        success?.({});
      }),
    mkdir: ({ success }) => later(() => success?.({})),
    readdir: ({ dirPath, success }) =>
      later(() => success?.({ files: [...files].map((file) => file.slice(dirPath.length + 1)) })),
  } satisfies ReturnType<WxApi['getFileSystemManager']>;
  const nothing = () => {};
  return {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    chooseImage({ count, success }) {
      const tempFiles = Array.from({ length: count }, () => ({
        path: `wxfile://tmp_${++picked}.jpg`,
        size: 1_000_000,
      }));
      later(() => success?.({ tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) }));
    },
    request: ({ success }) => later(() => success?.({ statusCode: 200, data: POLICY, header: {} })),
    uploadFile(options) {
      const post: Post = { ...options, progress: nothing, headers: nothing };
      posts.push(post);
      return {
        abort: nothing,
        onProgressUpdate(listener) {
          post.progress = listener;
        },
        onHeadersReceived(listener) {
          post.headers = listener;
        },
      };
    },
    setKeepScreenOn: nothing,
    pageScrollTo: nothing,
    showActionSheet: nothing,
    showModal: nothing,
    getNetworkType: ({ success }) => later(() => success?.({ networkType: 'wifi' })),
    getFileSystemManager: () => fileSystem,
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, data) => void storage.set(key, data),
    removeStorageSync: (key) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    getAppBaseInfo: () => ({ language: 'en' }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
    onNetworkStatusChange: nothing,
    offNetworkStatusChange: nothing,
    onAppShow: nothing,
    offAppShow: nothing,
    onAppHide: nothing,
    offAppHide: nothing,
    setNavigationBarTitle: nothing,
    previewImage: nothing,
    setClipboardData: nothing,
  };
}

function open(posts: Post[]): Uploader {
  return createUploader({
    policy: { url: 'https://backend.example/policy' },
    wx: instantWx(posts),
    // Watchdogs never fire: everything answers.
    timer(wait, callback) {
      if (wait === 0) turns.push(callback);
      return () => {};
    },
  });
}

async function main(): Promise<void> {
  const warmUp: Post[] = [];
  let uploader = open(warmUp);
  await run('restore');
  for (let left = IMAGES; left > 0; left -= 9) {
    turns.push(() => void uploader.pick({ count: Math.min(9, left) }));
    await run('pick');
  }
  // The mini-program ends here: nothing of it is called any more.
  const posts: Post[] = [];
  turns.push(() => {
    uploader = open(posts);
  });
  await run('restore');
  let stored = 0;
  while (posts.length > stored) {
    const post = posts[stored++];
    if (!post) break;
    for (const percent of [10, 50, 99, 100]) {
      const sent = { progress: percent, totalBytesSent: percent, totalBytesExpectedToSend: 100 };
      turns.push(() => post.progress(sent));
    }
    await run('progress');
    turns.push(() => {
      post.headers({ header: { 'x-oss-request-id': 'id' } });
      post.success?.({ statusCode: 200, data: '' });
    });
    await run('stored');
  }
  if (stored !== IMAGES) throw new Error(`Expected ${IMAGES} images to be stored, got ${stored}.`);
  process.stdout.write(JSON.stringify({ longest }));
}

void main();
