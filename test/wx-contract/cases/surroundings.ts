import type { NetworkStatus, WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import type { Case, World } from '../run-case';

const networkType = (wx: WxApi, { outcome }: World) => outcome((ends) => wx.getNetworkType(ends));

export const surroundings: Case[] = [
  {
    name: 'getNetworkType names the network',
    run: networkType,
    expected: () => ({ ok: { networkType: 'wifi', errMsg: 'getNetworkType:ok' } }),
  },
  {
    name: 'a change of the network reaches those who listen, and no more those who stopped',
    needs: 'network changes',
    async run(wx, world) {
      const stopped: NetworkStatus[] = [];
      const listener = (status: NetworkStatus) => stopped.push(status);
      wx.onNetworkStatusChange(listener);
      wx.offNetworkStatusChange(listener);
      const changed = new Promise<NetworkStatus>((resolve) => wx.onNetworkStatusChange(resolve));
      await world.act('go offline');
      return { changed: await changed, stopped, now: await networkType(wx, world) };
    },
    expected: () => ({
      changed: { isConnected: false, networkType: 'none' },
      stopped: [],
      now: { ok: { networkType: 'none', errMsg: 'getNetworkType:ok' } },
    }),
  },
  {
    name: 'background and foreground reach those who listen, and no more those who stopped',
    needs: 'background',
    async run(wx, { act }) {
      const events: string[] = [];
      const stopped = () => events.push('stopped');
      wx.onAppHide(stopped);
      wx.onAppShow(stopped);
      wx.offAppHide(stopped);
      wx.offAppShow(stopped);
      wx.onAppHide(() => events.push('hidden'));
      wx.onAppShow(() => events.push('shown'));
      await act('hide');
      await act('show');
      return events;
    },
    expected: () => ['hidden', 'shown'],
  },
  {
    name: 'the system says its language and which version runs',
    run: async (wx) => [wx.getAppBaseInfo().language, wx.getAccountInfoSync().miniProgram.envVersion],
    expected: () => ['en', 'develop'],
  },
];
