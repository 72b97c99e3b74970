import path from 'node:path';
import { nodeWx } from '../../dev/wx/node/node-wx';
import type { WxApi } from '../../miniprogram/services/oss-upload/wx/contract';
import { type ScriptedPhone, scriptedWx } from '../scripted-wx';
import { describeContract, type Outside, runHere } from './contract';
import { FILES, QUOTA } from './files';

const PICKED = 'wxfile://tmp_';

describeContract(
  'the scripted wx',
  (one, outside) => {
    const files = Object.fromEntries(
      Object.entries(FILES).map(([name, content]) => [PICKED + name, new Uint8Array(Buffer.from(content))]),
    );
    const phone = scriptedWx({ files, quota: QUOTA });
    let picks: string[] | undefined;
    return runHere(
      one,
      answered(phone, outside, () => picks),
      outside,
      {
        willPick: (chosen) => {
          picks = chosen?.map((file) => PICKED + path.basename(file));
        },
        hide: phone.hide,
        show: phone.show,
        goOffline: () => phone.setNetwork('none'),
      },
    );
  },
  { 'a picker': 'the test chooses the files' },
);

/** Answers the calls that the scripted `wx` leaves to tests: picks with `picks`, network calls over the real network. */
function answered(phone: ScriptedPhone, outside: Outside, picks: () => string[] | undefined): WxApi {
  const network = nodeWx();
  const { wx } = phone;
  return {
    ...wx,
    chooseImage(options) {
      wx.chooseImage(options);
      const chosen = picks();
      const call = last(phone.picks);
      setImmediate(() => {
        if (chosen) call.succeed({ ...phone.chosen(...chosen), errMsg: 'chooseImage:ok' });
        else call.fail({ errMsg: 'chooseImage:fail cancel' });
      });
    },
    request(options) {
      wx.request(options);
      const { succeed, fail } = last(phone.requests);
      network.request({ ...options, success: succeed, fail });
    },
    uploadFile(options) {
      const task = wx.uploadFile(options);
      const upload = last(phone.uploads);
      const unlessAborted =
        <Value>(deliver: (value: Value) => void) =>
        (value: Value) =>
          upload.aborted || deliver(value);
      const real = network.uploadFile({
        ...options,
        filePath: outside.fileOf(options.filePath.slice(PICKED.length)),
        success: unlessAborted(upload.succeed),
        fail: unlessAborted(upload.fail),
      });
      real.onProgressUpdate(unlessAborted(({ progress }) => upload.progress(progress)));
      real.onHeadersReceived(unlessAborted(() => upload.headers({})));
      return {
        ...task,
        abort() {
          task.abort();
          real.abort();
        },
      };
    },
  };
}

function last<Item>(calls: readonly Item[]): Item {
  const call = calls.at(-1);
  if (call === undefined) throw new Error('Expected a call of wx, got none.');
  return call;
}
