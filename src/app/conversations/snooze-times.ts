import { businessHours, laterOpenings } from '../../routing/hours';
import type { SnoozeTimes } from '../../protocol/sessions';
import type { Parts } from '../parts';

/** The organization's own mornings, where it has said when it is open. */
export const snoozeTimes =
  ({ read }: Parts['settingsReader']) =>
  async (organizationId: string): Promise<SnoozeTimes> => {
    const hours = await read(organizationId, 'businessHours', businessHours);
    return hours ? { timeZone: hours.timeZone, ...laterOpenings(hours, new Date()) } : {};
  };
