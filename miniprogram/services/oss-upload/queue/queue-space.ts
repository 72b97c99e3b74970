/** Where a queue persists its images: apart from those of other names and other owners. */
export interface QueueSpace {
  /** What its keys in WeChat's storage begin with. */
  keys: string;
  /** The folder of its copies. */
  folder: string;
}

/** In characters; longer ones could exceed what a file name may have. */
const LONGEST_NAME = 64;

/**
 * @param name of the queue: `album`, `avatar`
 * @param owner whose images they are; empty where there is only one
 * @param userDataPath `wx.env.USER_DATA_PATH`
 * @throws RangeError for a name or an owner that is too long, and for an empty name
 */
export function queueSpace(name: string, owner: string, userDataPath: string): QueueSpace {
  if (name === '' || name.length > LONGEST_NAME) {
    throw new RangeError(`Expected \`name\` to have 1 to ${LONGEST_NAME} characters, got ${name.length}.`);
  }
  if (owner.length > LONGEST_NAME) {
    throw new RangeError(`Expected \`owner\` to have at most ${LONGEST_NAME} characters, got ${owner.length}.`);
  }
  const space = `${spaceOfName(name)}/${segment(owner)}`;
  return { keys: `${space}/`, folder: `${userDataPath}/${space}` };
}

/** What all owners of a queue have in common. */
export function spaceOfName(name: string): string {
  return `oss-upload/${segment(name)}`;
}

/** One part of a path, whatever is in the text; never empty, `.` or `..`. */
function segment(text: string): string {
  return `-${encodeURIComponent(text).replace(/\./g, '%2E')}`;
}
