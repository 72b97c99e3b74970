/** Types for internal files of miniprogram-ci, which ships none. */

/** Default project attributes, which it otherwise requests from WeChat. */
declare module 'miniprogram-ci/dist/config/config' {
  export const DefaultProjectAttr: object;
}

/** Allowed file extensions: the built-in lists, and the function that requests newer ones from WeChat. */
declare module 'miniprogram-ci/dist/utils/white_ext_list' {
  export const MiniProgramWhiteList: readonly string[];
  export const GameWhiteList: readonly string[];
  export function getWhiteExtList(): Promise<{ MiniProgramWhiteList: Set<string>; GameWhiteList: Set<string> }>;
}
