/** Inner files of miniprogram-ci, which has no types for them. */

/** The project attributes that it otherwise asks WeChat for. */
declare module 'miniprogram-ci/dist/config/config' {
  export const DefaultProjectAttr: object;
}

/** The file extensions that a package may hold: a list of its own, and the call that asks WeChat for a newer one. */
declare module 'miniprogram-ci/dist/utils/white_ext_list' {
  export const MiniProgramWhiteList: readonly string[];
  export const GameWhiteList: readonly string[];
  export function getWhiteExtList(): Promise<{ MiniProgramWhiteList: Set<string>; GameWhiteList: Set<string> }>;
}
