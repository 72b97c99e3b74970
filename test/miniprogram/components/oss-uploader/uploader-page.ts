import type { Rendered } from 'miniprogram-simulate';
import { policyAnswer, SIGNED_AT } from '../../../sample-policy';
import { type PhoneOptions, type ScriptedPhone, scriptedWx } from '../../../scripted-wx';
import { render, renderPage, tap as tapIn, textIn } from '../../render';
import { png, useFakeTime } from './fake-time';

export const PATHS = ['wxfile://tmp_a.png', 'wxfile://tmp_b.png', 'wxfile://tmp_c.png', 'wxfile://tmp_d.png'] as const;

export let phone: ScriptedPhone;
export let page: Rendered;
/** The component, or the page that it is in. */
let root: Rendered;
export let events: [name: string, detail: unknown][];

/** Opens the component by itself, on a new phone. */
export function open(options: PhoneOptions = {}, properties: Record<string, unknown> = {}): void {
  usePhone(options);
  show(properties);
}

/** Opens the component by itself, on the same phone. */
export function show(properties: Record<string, unknown> = {}): void {
  page = render('components/oss-uploader/oss-uploader', { policyUrl: POLICY_URL, ...properties });
  root = page;
  events = [];
  for (const name of ['change', 'stored', 'failed', 'finished']) {
    page.addEventListener(name, ({ detail }) => events.push([name, detail]));
  }
}

/** Opens a page whose `photos` are the component's value, and that fills its slots, on a new phone. @returns the page; `page` is the component */
export function openInPage(
  photos: unknown,
  onChange: (host: Rendered, value: unknown) => void = () => {},
  attributes = '',
): Rendered {
  usePhone();
  const host = renderPage(
    `<oss-uploader class="uploader" policy-url="${POLICY_URL}" value="{{photos}}" bind:change="onChange" ${attributes}>
      <view slot="empty" class="own-empty">Nothing yet</view>
      <view slot="add" class="own-add">More</view>
    </oss-uploader>`,
    { 'oss-uploader': 'components/oss-uploader/oss-uploader' },
    {
      data: { photos, title: '' },
      methods: {
        onChange({ detail }: { detail: { value: unknown } }) {
          events.push(['change', detail]);
          onChange(host, detail.value);
        },
      },
    },
  );
  events = [];
  page = host.querySelector('.uploader') ?? host;
  root = host;
  return host;
}

function usePhone(options: PhoneOptions = {}): void {
  phone = scriptedWx({ files: Object.fromEntries(PATHS.map((path, index) => [path, png(index)])), ...options });
  Object.assign(globalThis, { wx: phone.wx });
}

const POLICY_URL = 'https://upload.example.com/policy';

/** Runs everything that is pending and the next update, of which there are at most ten a second. */
export const settled = () => jest.advanceTimersByTimeAsync(100);

export const tap = async (...where: Parameters<typeof tapIn>) => {
  await tapIn(...where);
  await settled();
};

/** For each test of a file: fake time, and the page is left at its end. */
export function useUploaderPage(): void {
  afterEach(() => root.detach());
  useFakeTime();
}

export const tiles = () => page.querySelectorAll('.cell').filter(({ dom }) => !dom.className.includes('add'));
export const tile = (index: number) => tiles()[index];
export const head = () => page.querySelector('.head');
export const words = () =>
  tiles().map((one) => textIn(one, '.word') ?? textIn(one, '.percent') ?? textIn(one, '.check'));
export const banners = () =>
  page.querySelectorAll('.foot-item').map((one) => textIn(one, '.text') ?? one.dom.textContent?.trim());
export const last = <Item>(list: readonly Item[]): Item => {
  const item = list.at(-1);
  if (item === undefined) throw new Error('Expected a call of wx, got none.');
  return item;
};

export async function pick(...paths: string[]): Promise<void> {
  await tap(page, page.querySelector('.pick') ? '.pick' : '.add');
  last(phone.picks).succeed(phone.chosen(...paths));
  await settled();
}

/** Picks images and answers the policy request. */
export async function pickAndSign(...paths: string[]): Promise<void> {
  await pick(...paths);
  last(phone.requests).succeed({ statusCode: 200, data: policyAnswer(), header: { Date: SIGNED_AT.toUTCString() } });
  await settled();
}

export async function store(...indexes: number[]): Promise<void> {
  for (const index of indexes) {
    phone.uploads[index]?.headers({ 'x-oss-request-id': '65E1A0B2' });
    phone.uploads[index]?.succeed({ statusCode: 201, data: '' });
  }
  await settled();
}

const REFUSED = '<Error><Code>AccessDenied</Code><EC>0006-00000227</EC></Error>';

export async function refuse(...indexes: number[]): Promise<void> {
  for (const index of indexes) phone.uploads[index]?.succeed({ statusCode: 403, data: REFUSED });
  await settled();
}
