// Which conversations the page is about: kept in its address, so that it can be sent, and found again by going back.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { choices, daysOf, type Choice } from './ranges';

const filters = ['channelType', 'agentId', 'teamId', 'label', 'language'] as const;
type Filter = (typeof filters)[number];

export type Asked = { from: string; to: string; timeZone: string } & { [F in Filter]?: string };
export type SetAsked = (change: Partial<Record<Filter | 'range' | 'from' | 'to', string | null>>) => void;

/** What a figure is opened by, besides what the page is about. */
export interface Open {
  title: string;
  query: Record<string, string | number>;
  /** Where they are asked for; absent: among the conversations that began in these days. */
  path?: 'analytics/promises/sessions';
}
export type OnOpen = (open: Open) => void;

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const isDay = (value: string | null): value is string => value !== null && /^\d{4}-\d\d-\d\d$/.test(value);

export function useAsked(): { asked: Asked; choice: Choice; set: SetAsked } {
  const [params, setParams] = useSearchParams();
  const choice = choices.find(({ value }) => value === params.get('range'))?.value ?? '28';
  const text = params.toString();
  const asked = useMemo((): Asked => {
    const at = new URLSearchParams(text);
    const [from, to] = [at.get('from'), at.get('to')];
    const days =
      choice === 'own' && isDay(from) && isDay(to) && from <= to
        ? { from, to }
        : daysOf(choice === 'own' ? '28' : choice, new Date());
    const named = filters.flatMap((name) => (at.get(name) ? [[name, at.get(name)!]] : []));
    return { ...days, timeZone: ownZone(), ...(Object.fromEntries(named) as { [F in Filter]?: string }) };
  }, [text, choice]);
  const set: SetAsked = (change) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParams(next, { replace: true });
  };
  return { asked, choice, set };
}
