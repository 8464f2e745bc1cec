import type { Automations } from '../automations/rules/rules';
import type { ChannelsNow } from '../identity/visitor-channel';
import type { HelpCentre } from '../knowledge/help-centre/help-centre';
import type { MakePacket } from '../responder/handover-packet';
import type { Base } from './base';
import type { Core } from './core';
import type { Features } from './features';
import type { FirstStart } from './first-start';

/** What edges and jobs are built from. */
export type Parts = Base &
  Core &
  Features & {
    first: FirstStart;
    helpCentre: HelpCentre;
    makePacket: MakePacket;
    channelsNow: ChannelsNow;
    automations: Automations;
  };
