import { plural, type Words } from '../../words/index';

/** What screen readers hear of the uploads: the start, each quarter, each failure, the end. */
export interface Announcer {
  /**
   * @param done 0 to 1
   * @param title of the head
   * @param failures of images that have failed so far, as sentences
   * @returns what to say now; `undefined`: nothing
   */
  update(done: number, active: number, title: string, failures: readonly string[]): string | undefined;
}

export function createAnnouncer(words: Words): Announcer {
  let quarter = 0;
  let wasBusy = false;
  let failuresSoFar = 0;
  return {
    update(done, active, title, failures) {
      const isBusy = active > 0;
      const hasStarted = isBusy && !wasBusy;
      const hasEnded = !isBusy && wasBusy;
      wasBusy = isBusy;
      const news = failures.slice(failuresSoFar);
      failuresSoFar = failures.length;
      if (hasStarted) quarter = Math.floor(done * 4);
      if (hasEnded) return [...news, title].join(words.comma);
      if (news.length > 0) return news.join(words.comma);
      if (hasStarted) return plural(words.started, active);
      const now = Math.floor(done * 4);
      if (!isBusy || now <= quarter || now === 4) return undefined;
      quarter = now;
      return title;
    },
  };
}
