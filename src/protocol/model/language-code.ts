import { formed } from './text-types';

export const languageCode = formed(/^[A-Za-z]{2,3}$/, 'must be a language code of two or three letters').meta(
  {
    description: 'A language, as in BCP 47 without a region.',
    examples: ['de'],
  },
);
