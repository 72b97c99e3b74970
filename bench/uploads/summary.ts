import { median } from '../median';
import type { Run } from './measure';

/** What several runs of one client say. */
export interface Summary extends Run {
  /** In seconds. */
  fastest: number;
  slowest: number;
  /** Runs that were not given up. */
  completed: number;
}

/** A raw run that takes longer than this, as a ratio to the limit, voids its round: the machine was busy. */
export const VOID_ABOVE = 1.02;

/** Medians of each figure by itself. */
export function summarize(runs: readonly Run[]): Summary {
  const seconds = runs.map((run) => run.seconds);
  return {
    seconds: median(seconds),
    requests: median(runs.map(({ requests }) => requests)),
    resent: median(runs.map(({ resent }) => resent)),
    fastest: Math.min(...seconds),
    slowest: Math.max(...seconds),
    completed: runs.length,
  };
}

/** The order of clients in a round: each round begins with another one, so that none always runs at the same moment. */
export function orderOf<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/** One client's line of the table, in Markdown. @param rounds runs that were begun @param limit in seconds */
export function tableRow(
  title: string,
  { seconds, fastest, slowest, requests, resent, completed }: Summary,
  rounds: number,
  limit: number,
): string {
  if (completed === 0) return `| ${title} | gave up | – | – | – | – |`;
  const cells = [
    completed === rounds ? title : `${title} (gave up ${rounds - completed} of ${rounds})`,
    seconds.toFixed(2),
    `${fastest.toFixed(2)}–${slowest.toFixed(2)}`,
    (seconds / limit).toFixed(3),
    requests === 0 ? '–' : String(Math.round(requests)),
    (resent / 1e6).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

export const TABLE_HEAD = [
  '| client | seconds | fastest–slowest | of the limit | requests | MB sent twice |',
  '|---|---|---|---|---|---|',
];
