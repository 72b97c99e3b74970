/** The project attributes that miniprogram-ci otherwise asks WeChat for; the package has no types for this file. */
declare module 'miniprogram-ci/dist/config/config' {
  export const DefaultProjectAttr: object;
}
