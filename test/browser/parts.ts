/** Selectors of the component's parts in the preview, which puts the component's path before each class. */
const within = (component: string) => (name: string) => `.components_oss-uploader_${component}--${name}`;

export const uploaderPart = within('oss-uploader');
export const headPart = within('head_head');
export const tilePart = within('tile_tile');
export const bannerPart = within('banner_banner');
