import { firstDayOf, type ReadFirstDay } from '../insights/first-day';
import { firstDay } from '../protocol/first-day';
import { endpoint } from './http/route';

export interface FirstDayDeps {
  readFirstDay: ReadFirstDay;
}

export function firstDayEndpoints({ readFirstDay }: FirstDayDeps) {
  return {
    get: endpoint({
      summary: 'What a new organization has done of what it takes to serve customers.',
      response: firstDay,
      handle: async ({ principal }) => firstDayOf(await readFirstDay(principal.organizationId)),
    }),
  };
}
