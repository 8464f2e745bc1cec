/** What can be done just where one is, and only while it can: its button offers it to the command bar. */
export type Offer =
  'reply' | 'note' | 'attach' | 'later' | 'template' | 'emoji' | 'suggest' | 'unanswered' | 'snooze';

export type Offers = Map<Offer, () => void>;
