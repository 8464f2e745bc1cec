import type { QualityStore } from '../../../../insights/quality/store';
import type { WithOrganization } from '../../sql/paging';
import { createQualityFigures } from './quality-figures';
import { createReviewStore } from './quality-reviews';
import { createSampleStore } from './quality-sample';

export const createQualityStore = (withOrganization: WithOrganization): QualityStore => ({
  ...createSampleStore(withOrganization),
  ...createReviewStore(withOrganization),
  ...createQualityFigures(withOrganization),
});
