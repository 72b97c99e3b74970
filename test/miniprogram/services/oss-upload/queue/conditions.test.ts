import { createConditions } from '../../../../../miniprogram/services/oss-upload/queue/conditions';
import type { WxApi } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import type { Timer } from '../../../../../miniprogram/services/oss-upload/wx/timer';
import { scriptedWx, settled } from '../../../../scripted-wx';

function watched() {
  const phone = scriptedWx();
  const timers = new Map<() => void, number>();
  const timer: Timer = (milliseconds, callback) => {
    timers.set(callback, milliseconds);
    return () => timers.delete(callback);
  };
  const conditions = createConditions(phone.wx, timer);
  const changes: [foreground: boolean, online: boolean][] = [];
  const end = conditions.watch(() => changes.push([conditions.foreground, conditions.online]));
  return { phone, conditions, changes, end, timers };
}

test('report the background, the foreground and every change of the network', () => {
  const { phone, changes } = watched();
  phone.hide();
  phone.show();
  phone.setNetwork('none');
  phone.setNetwork('4g');
  phone.setNetwork('wifi');
  expect(changes).toEqual([
    [false, true],
    [true, true],
    [true, false],
    [true, true],
    [true, true],
  ]);
});

test('a change that went unreported in the background is found when the mini-program is shown again', async () => {
  const { phone, conditions } = watched();
  phone.setNetwork('none');
  expect(conditions.online).toBe(false);
  const { wx }: { wx: WxApi } = phone;
  jest.spyOn(wx, 'getNetworkType').mockImplementation(({ success }) => success?.({ networkType: 'wifi' }));
  phone.show();
  await settled();
  expect(conditions.online).toBe(true);
});

test('without a watcher nothing is listened to', () => {
  const { phone, changes, end } = watched();
  end();
  end();
  phone.hide();
  phone.setNetwork('none');
  expect(changes).toEqual([]);
});

test.each(['fails', 'never answers'])(
  'where asking for the network %s, it counts as online: a try will show',
  async (how) => {
    const { phone, conditions, timers } = watched();
    phone.setNetwork('none');
    const { wx }: { wx: WxApi } = phone;
    jest.spyOn(wx, 'getNetworkType').mockImplementation(({ fail }) => {
      if (how === 'fails') fail?.({ errMsg: 'getNetworkType:fail' });
    });
    phone.show();
    for (const fire of [...timers.keys()]) fire();
    await settled();
    expect(conditions.online).toBe(true);
  },
);

test('while offline the network is asked for again: an event can be false', async () => {
  const { phone, conditions, changes, timers, end } = watched();
  await settled();
  const { wx }: { wx: WxApi } = phone;
  phone.setNetwork('none');
  jest.spyOn(wx, 'getNetworkType').mockImplementation(({ success }) => success?.({ networkType: '5g' }));
  expect([...timers.values()]).toEqual([10_000]);
  for (const fire of [...timers.keys()]) fire();
  await settled();
  expect(conditions.online).toBe(true);
  expect(changes.at(-1)).toEqual([true, true]);
  phone.setNetwork('none');
  end();
  expect(timers.size).toBe(0);
});
