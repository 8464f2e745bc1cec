// What stands between the tabs and the conversations.
import type { ComponentProps } from 'react';
import FollowUpsLink from '../follow-ups/follow-ups-link';
import Views from './views/views';

export default function AboveList(props: ComponentProps<typeof Views>) {
  return (
    <>
      <FollowUpsLink />
      <Views {...props} />
    </>
  );
}
