// The routes of companies, and of who belongs to them.
import { companyEndpoints, type CompanyDeps } from './companies';
import { on } from './http/route-line';
import type { Route } from './http/route';

export function companyRoutes(deps: CompanyDeps): Route[] {
  const companies = companyEndpoints(deps);
  return [
    on('companies.list', 'get companies', 'customers:read', companies.list),
    on('companies.create', 'post companies', 'customers:write', companies.create),
    on('companies.import', 'post companies/import', 'companies:manage', companies.import),
    on('companies.check-rows', 'post companies/import/check', 'companies:manage', companies.checkRows),
    on('companies.import-rows', 'post companies/import/rows', 'companies:manage', companies.importRows),
    on('companies.put', 'put companies/external/:externalId', 'customers:write', companies.put),
    on('companies.get', 'get companies/:id', 'customers:read', companies.get),
    on('companies.update', 'patch companies/:id', 'customers:write', companies.update),
    on('companies.remove', 'delete companies/:id', 'companies:manage', companies.remove),
    on('customers.company', 'get customers/:id/company', 'customers:read', companies.of),
    on('customers.join-company', 'put customers/:id/company', 'customers:write', companies.join),
    on('customers.leave-company', 'delete customers/:id/company', 'customers:write', companies.leave),
  ];
}
