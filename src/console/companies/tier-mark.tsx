import type { Tier } from '../../protocol/model/tier';
import { tierWords } from '../text/tier-words';

/** Only a tier above the others says so. */
export function TierMark({ company }: { company: { name: string; tier: Tier } | undefined }) {
  if (!company || company.tier === 'standard') return null;
  return (
    <span className="priority high" title={company.name}>
      <span>{tierWords[company.tier]}</span>
    </span>
  );
}
