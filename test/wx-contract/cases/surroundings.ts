import type { NetworkStatus, WxApi } from '../../../miniprogram/services/oss-upload/wx/contract';
import type { Case, World } from '../run-case';

const networkType = (wx: WxApi, { outcome }: World) => outcome((ends) => wx.getNetworkType(ends));

export const surroundings: Case[] = [
  {
    name: 'getNetworkType returns the network type',
    run: networkType,
    expected: () => ({ ok: { networkType: 'wifi', errMsg: 'getNetworkType:ok' } }),
  },
  {
    name: 'a network change reaches listeners, but not removed ones',
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
    name: 'hide and show reach listeners, but not removed ones',
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
    name: 'getAppBaseInfo and getAccountInfoSync return language and version',
    run: async (wx) => [wx.getAppBaseInfo().language, wx.getAccountInfoSync().miniProgram.envVersion],
    expected: () => ['en', 'develop'],
  },
];
