import type { Tier } from '../../protocol/model/tier';

export const tierWords: Record<Tier, string> = { standard: 'Standard', priority: 'Priority', vip: 'VIP' };
