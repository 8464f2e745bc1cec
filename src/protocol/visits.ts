// A visitor of the web: from where they write, on which page they are, and which they saw before.
import { z } from 'zod';
import { timestamp } from './model/ids';
import { line, said, webAddress } from './model/text-types';
import { longestPageTitle } from './page-address';
import { timeZoneName } from './time-zone';

/** Of a customer. */
export const mostPages = 50;

/** What a browser tells, once its visitor has opened the chat. */
export const reportedVisit = z
  .strictObject({
    page: z
      .strictObject({
        url: webAddress.describe(
          'The page that they are on. Values that look like secrets, what stands before an `@` and most of what follows `#` are not kept.',
        ),
        title: line(longestPageTitle).optional().describe('Its title.'),
      })
      .optional()
      .describe('Where they are.'),
    referrer: webAddress.optional().describe('The page that led them there; its origin is kept.'),
    timeZone: timeZoneName.optional().describe('Where their clock is, by the name that Intl has for it.'),
  })
  .refine((reported) => Object.keys(reported).length > 0, { message: 'must not be empty' });

export const visitDevices = ['computer', 'phone', 'tablet'] as const;

export const visit = z.object({
  pages: z
    .array(
      z.object({
        url: said().describe('Its address, without what looks like a secret.'),
        title: said().optional().describe('Its title.'),
        at: timestamp.describe('Since when they were on it.'),
      }),
    )
    .max(mostPages)
    .describe(
      `The pages that they were on while the chat was there, the newest first; at most ${mostPages}.`,
    ),
  referrer: said().optional().describe('Origin of the page that led them there.'),
  timeZone: said().optional().describe('IANA name of the time zone.'),
  language: said().optional().describe('The first that their browser asks for, as in BCP 47.'),
  device: z.enum(visitDevices).optional().describe('What they hold.'),
  os: said().optional().describe('What runs it.'),
  browser: said().optional().describe('With which program they read, and which version.'),
  country: said().optional().describe('ISO 3166 code, as a trusted proxy says.'),
  city: said().optional().describe('As a trusted proxy says.'),
  updatedAt: timestamp.describe('When they last told anything.'),
});

export type ReportedVisit = z.infer<typeof reportedVisit>;
export type Visit = z.infer<typeof visit>;
