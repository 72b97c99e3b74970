import { createConditions } from '../../../../../miniprogram/services/oss-upload/queue/conditions';
import type { WxApi } from '../../../../../miniprogram/services/oss-upload/wx/contract';
import { scriptedWx } from '../../../../scripted-wx';

function watched() {
  const phone = scriptedWx();
  const conditions = createConditions(phone.wx);
  const changes: [foreground: boolean, online: boolean][] = [];
  const end = conditions.watch(() => changes.push([conditions.foreground, conditions.online]));
  return { phone, conditions, changes, end };
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

test('a change that went unreported in the background is found when the mini-program is shown again', () => {
  const { phone, conditions } = watched();
  phone.setNetwork('none');
  expect(conditions.online).toBe(false);
  const { wx }: { wx: WxApi } = phone;
  jest.spyOn(wx, 'getNetworkType').mockImplementation(({ success }) => success?.({ networkType: 'wifi' }));
  phone.show();
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

test('a network that cannot be asked for counts as online: a try will show', () => {
  const { phone, conditions } = watched();
  phone.setNetwork('none');
  const { wx }: { wx: WxApi } = phone;
  jest.spyOn(wx, 'getNetworkType').mockImplementation(({ fail }) => fail?.({ errMsg: 'getNetworkType:fail' }));
  phone.show();
  expect(conditions.online).toBe(true);
});
