import path from 'node:path';
import { temporaryFolder } from '../__testUtils__/harness';
import { readOrganization } from './readOrganization';
import { parseOptions } from './parseOptions';

async function file(text: string) {
  const folder = await temporaryFolder({ 'organization.yaml': text });
  return path.join(folder, 'organization.yaml');
}

it('reads an organization with units within units, and the roles there are', async () => {
  const name = await file(`
managementAccountId: '100000000001'
delegatedAdministrators: ['100000000002']
serviceCatalogAccess: true
accounts: ['100000000002']
organizationalUnits:
  - name: Workloads
    organizationalUnits:
      - name: Sandbox
        accounts: [{ id: '100000000003', name: Shop, status: SUSPENDED }]
`);
  const role = 'arn:aws:iam::100000000003:role/portal';
  const { organization, roles } = parseOptions([
    'node',
    'service-catalog-emulator',
    ...['--organization', name],
    ...['--role', 'arn:aws:iam::100000000003:role/launcher'],
    ...['--external-id', `${role}=tenant=7`],
  ]);
  expect(organization).toEqual({
    managementAccountId: '100000000001',
    delegatedAdministrators: ['100000000002'],
    serviceCatalogAccess: true,
    accounts: ['100000000002'],
    organizationalUnits: [
      {
        name: 'Workloads',
        organizationalUnits: [
          {
            name: 'Sandbox',
            accounts: [
              { id: '100000000003', name: 'Shop', status: 'SUSPENDED' },
            ],
          },
        ],
      },
    ],
  });
  expect(roles).toEqual({
    'arn:aws:iam::100000000003:role/launcher': {},
    [role]: { externalId: 'tenant=7' },
  });
});

it.each([
  ['managementAccountId: 100000000001', 'managementAccountId'],
  ["managementAccountId: '100000000001'\nacounts: []", 'acounts'],
  [
    "managementAccountId: '100000000001'\norganizationalUnits: [{ name: A, units: [] }]",
    'organizationalUnits[0]',
  ],
  ['managementAccountId: [', ''],
])('names file and key of %j', async (text, key) => {
  const name = await file(text);
  expect(() => readOrganization(name)).toThrow(name);
  expect(() => readOrganization(name)).toThrow(key);
});
