import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SnoozeChoice } from '../../protocol/macros';
import type { SnoozeTimes } from '../../protocol/sessions';
import { useConsole } from '../context';

/** The organization's mornings; where it has no hours, nine o'clock here. undefined: until the customer writes. */
export function useSnoozeTimes(on = true): Record<SnoozeChoice, string | undefined> {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['snooze-times'],
    queryFn: () => http.get<SnoozeTimes>('sessions/snooze-times'),
    staleTime: 600_000,
    enabled: on,
  });
  const [now] = useState(() => new Date());
  return {
    hour: new Date(now.getTime() + 3_600_000).toISOString(),
    tomorrow: data?.tomorrow ?? nineOClock(now, 1),
    monday: data?.monday ?? nineOClock(now, (8 - now.getDay()) % 7 || 7),
    answer: undefined,
  };
}

/** Nine o'clock, so many days after this one, where the browser is. */
function nineOClock(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9).toISOString();
}
