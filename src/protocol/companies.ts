// Companies that customers belong to: by hand, by import, and by an organization's own programs.
import { z } from 'zod';
import { listOf, orNull, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { tier } from './model/tier';
import { fieldName } from './objects';
import { formed, line, said, text } from './model/text-types';
import { mostRows } from './row-results';

export const mostDomains = 20;
export const mostAttributes = 50;
export const mostImported = 1_000;

export const companyExternalId = formed(
  /^[^\s/](?:[^/\t\r\n]{0,198}[^\s/])?$/,
  'must be one line without slashes',
).meta({ description: "The organization's own id for the company.", examples: ['account-17'] });

const domain = formed(
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i,
  'must be a domain such as acme.example',
).toLowerCase();

export const companyValue = z.union([text(1_000), z.number(), z.boolean()]);

const fields = {
  name: line(200).meta({ description: 'What it is called.', examples: ['Acme'] }),
  domains: z
    .array(domain)
    .max(mostDomains, `must be ${mostDomains} at most`)
    .refine((all) => new Set(all).size === all.length, 'must name each once')
    .describe('Where its people write from; a domain is of one company.'),
  tier,
  ownerId: orNull(id).describe(
    'The agent who looks after it; null: nobody. Of a priority or VIP company conversations go there first.',
  ),
  notes: text(5_000).describe('What the team should know. The customer never sees it.'),
  attributes: z
    .record(fieldName, companyValue)
    .refine((value) => Object.keys(value).length <= mostAttributes, `must be ${mostAttributes} at most`)
    .describe('Whatever else is known, replaced as a whole: at most 50 texts, numbers or yes and no.'),
};

export const newCompany = z.strictObject({
  externalId: companyExternalId.optional(),
  name: fields.name,
  ...z.object(fields).omit({ name: true }).partial().shape,
});

export const companyUpdate = z
  .strictObject(z.object(fields).partial().shape)
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');

/** What a program knows of it. */
export const givenCompany = newCompany.omit({ externalId: true });
export const externalPlace = z.strictObject({ externalId: companyExternalId });

export const companyImport = z
  .array(newCompany)
  .min(1, 'must have one company at least')
  .max(mostImported, `must be ${mostImported} at most`);
export const companyRows = z
  .array(z.record(text(200), z.unknown()))
  .min(1, 'must have one company at least')
  .max(mostRows, `must be ${mostRows} at most`)
  .meta({
    description: 'Each as in `POST companies/import`, and looked at for itself.',
    examples: [[{ externalId: 'account-17', name: 'Acme', domains: ['acme.example'] }]],
  });
export const companyImported = z.object({
  created: z.int().describe('How many are new.'),
  updated: z.int().describe('How many were there, and are as given now.'),
});

export const company = z.object({
  id,
  externalId: said().optional().describe("The organization's own id for the company."),
  name: said().describe('What it is called.'),
  domains: z.array(said()).describe('Where its people write from.'),
  tier,
  ownerId: id.optional().describe('The agent who looks after it.'),
  notes: said().describe('What the team should know.'),
  attributes: z.record(said(), companyValue).describe('Whatever else is known.'),
  customers: z.int().describe('How many customers belong to it.'),
  open: z.int().describe('How many of their conversations are open.'),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const companyList = z.strictObject({
  ...pageQuery,
  q: text(200).optional().describe('Words looked for in name, domains and external id.'),
  tier: tier.optional(),
  ownerId: id.optional().describe('Whose they are.'),
});
export const companyPage = listOf(company);

export const companyChoice = z.strictObject({ companyId: id.describe('Where the customer belongs.') });
export const companyOfCustomer = z.object({
  company: company
    .omit({ customers: true, open: true })
    .optional()
    .describe('Where the customer belongs; absent: nowhere.'),
  offers: z
    .array(
      z.object({
        domain: said().describe('Of an address that is proved to be theirs.'),
        companyId: id.optional().describe('Whose domain it is; absent: of none that is there.'),
        name: said().optional().describe('What that company is called.'),
      }),
    )
    .describe('Where they may belong. Domains at which anybody can have an address are never named.'),
});

export type CompanyValue = z.output<typeof companyValue>;
export type Company = z.infer<typeof company>;
/** Without what is counted of it. */
export type BareCompany = Omit<Company, 'customers' | 'open'>;
export type NewCompany = z.output<typeof newCompany>;
export type CompanyChange = z.output<typeof companyUpdate>;
export type CompanyOfCustomer = z.infer<typeof companyOfCustomer>;
