// Teams: named groups of agents, and what comes to them first.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { languageCode } from './model/language-code';
import { line, said } from './model/text-types';

const fields = {
  name: line(100).describe('What it is called; no two have one name.'),
  agentIds: z.array(id).max(500).describe('Its members. An agent may be in several teams.'),
  labels: z
    .array(line(50))
    .max(50)
    .describe('A conversation with one of these labels, when it is handed over, belongs to this team.'),
  languages: z
    .array(languageCode)
    .max(50)
    .describe('So does one in one of these languages, where no team has a label of it.'),
  channelIds: z
    .array(id)
    .max(50)
    .describe('So does one of these channels, where no team has a label or the language of it.'),
};

export const newTeam = z.strictObject({
  ...fields,
  agentIds: fields.agentIds.default([]),
  labels: fields.labels.default([]),
  languages: fields.languages.default([]),
  channelIds: fields.channelIds.default([]),
});

/** As it was set; what may be set, `src/routing/hours.ts` says: it needs to know the time zones. */
const hours = z.object({
  timeZone: said().describe('An IANA time zone.'),
  days: z
    .record(said(), z.array(z.array(said()).length(2)))
    .describe('Opening and closing, HH:MM, by day: mon, tue and so on; a day that is left out is closed.'),
  holidays: z
    .array(
      z.object({
        date: said().describe('YYYY-MM-DD.'),
        name: said().describe('What it is called.'),
        everyYear: z.boolean().optional().describe('On that day of each year.'),
      }),
    )
    .optional()
    .describe('Days on which it is closed.'),
});

export const team = z.object({
  id,
  name: said().describe('What it is called.'),
  agentIds: z.array(id).describe('Its members.'),
  labels: z.array(said()).describe('Whose conversations are its own.'),
  languages: z.array(said()).describe('Whose conversations are its own.'),
  channelIds: z.array(id).describe('Whose conversations are its own.'),
  businessHours: hours
    .optional()
    .describe("In which promises of its conversations count; absent: the organization's own."),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const teamList = z.strictObject({ ...pageQuery });

export type NewTeam = z.output<typeof newTeam>;
export type TeamHours = z.infer<typeof hours>;
export type Team = z.infer<typeof team>;
