import {
  LaunchParameter,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const v1 = {
  Parameters: {
    Purpose: { Type: 'String', Default: 'none' },
    Team: { Type: 'String', AllowedPattern: 'team-p[a-z]+' },
    Environment: {
      Type: 'String',
      AllowedValues: ['dev', 'prod'],
      Default: 'prod',
    },
    Pin: { Type: 'String', NoEcho: true, Default: 'one-two-three' },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: {
    Team: { Value: { Ref: 'Team' } },
    Environment: { Value: { Ref: 'Environment' } },
  },
};
const v2 = {
  ...v1,
  Parameters: { ...v1.Parameters, Component: { Type: 'String' } },
  Outputs: { ...v1.Outputs, Component: { Value: { Ref: 'Component' } } },
};
const v3 = {
  ...v1,
  Parameters: { ...v1.Parameters, Squad: { Type: 'String' } },
  Outputs: { ...v1.Outputs, Squad: { Value: { Ref: 'Squad' } } },
};

const filledIn = [
  { name: 'Team', value: '${{ owner.name }}' },
  { name: 'Squad', value: '${{ owner.name }}' },
  { name: 'Component', value: '${{ entity.name }}' },
  { name: 'Environment', match: { targets: ['production'] }, value: 'prod' },
  { name: 'Environment', value: 'dev', editable: true },
  { name: 'Pin', value: 'shown-to-everybody' },
];

/** The outputs, by key. */
const valuesOf = ({ outputs }: OrderDetail) =>
  Object.fromEntries(outputs.map(({ key, value }) => [key, value]));

const databases = createTestDatabases();

describe.each(databases.eachId)(
  'parameters that the portal fills in, %s',
  databaseId => {
    const product = { name: 'Governed', versions: { v1, v2, v3 } };
    const world = useReplicas(databases, databaseId, {
      sandbox: [product],
      production: [product],
    });
    const entityRef = 'component:default/payments-api';
    let portal: OrderPortal;

    beforeEach(async () => {
      const config = orderPortalConfig(world.emulator.url);
      portal = await world.start({
        config: {
          ...config,
          awsServiceCatalog: {
            ...(config.awsServiceCatalog as object),
            parameters: filledIn,
          },
        },
      });
    });

    async function versionId(name: string, target?: string) {
      const { versions } = await portal.findProduct('Governed', target);
      return versions.find(version => version.name === name)?.id;
    }

    const launch = async (
      name: string,
      parameters: Record<string, string>,
      version = 'v1',
    ) =>
      portal.launchOf('Governed', {
        name,
        parameters,
        versionId: await versionId(version),
      });

    async function refusal(request: object, user = 'payments-dev') {
      const { body: preview } = await portal.post(
        '/orders/preview',
        request,
        user,
      );
      const { status, body } = await portal.post('/orders', request, user);
      expect(status).toBe(400);
      expect(preview).toMatchObject({
        acceptable: false,
        problems: body.error.fields,
      });
      return body.error.fields;
    }

    async function formIn(target: string): Promise<LaunchParameter[]> {
      const { id } = await portal.findProduct('Governed', target);
      const { body } = await portal.get(
        `/products/${target}/${id}/launch-form?version=${await versionId(
          'v1',
          target,
        )}`,
        'payments-dev',
      );
      return body.parameters;
    }

    it('are in the launch form: fixed, or suggested, and no secrets', async () => {
      const [, team, environment, pin] = await formIn('sandbox');
      expect(team).toMatchObject({ default: 'team-payments', fixed: true });
      expect(environment).toMatchObject({ key: 'Environment', default: 'dev' });
      expect(environment.fixed).toBeUndefined();
      expect(pin.fixed).toBeUndefined();
      expect(pin.default).not.toBe('shown-to-everybody');
      const [, , ofProduction] = await formIn('production');
      expect(ofProduction).toMatchObject({ default: 'prod', fixed: true });
    });

    it('are decided by the portal, whatever the request says', async () => {
      expect(
        await refusal(await launch('stolen', { Team: 'team-pirates' })),
      ).toEqual([
        {
          field: 'parameters.Team',
          message: "The portal fills in parameter 'Team': leave it out.",
        },
      ]);
      const order = await portal.order(
        await launch('governed', { Environment: 'prod' }),
      );
      expect(order.parameters).toContainEqual({
        key: 'Team',
        value: 'team-payments',
        secret: false,
      });
      const ended = await portal.finish(order.id);
      expect(valuesOf(ended)).toMatchObject({
        Team: 'team-payments',
        Environment: 'prod',
      });
      const suggested = await portal.order(
        await launch('suggested', { Team: 'team-payments' }),
      );
      expect(suggested.parameters).toContainEqual({
        key: 'Environment',
        value: 'dev',
        secret: false,
      });
    });

    it('keep their values in an update; those that are new are filled in', async () => {
      const order = await portal.finish(
        (
          await portal.order({
            ...(await launch('updated', { Environment: 'prod' })),
            entityRef,
          })
        ).id,
      );
      const update = {
        kind: 'update',
        target: 'sandbox',
        provisionedProductId: order.provisionedProduct.id,
        versionId: await versionId('v2'),
        parameters: {},
      };
      expect(
        await refusal({ ...update, parameters: { Team: 'team-pirates' } }),
      ).toMatchObject([{ field: 'parameters.Team' }]);
      const ended = await portal.finish((await portal.order(update)).id);
      expect(valuesOf(ended)).toMatchObject({
        Team: 'team-payments',
        Environment: 'prod',
        Component: 'payments-api',
      });
    });

    it('are those of the owner in an update, whoever of several teams prepares it', async () => {
      const order = await portal.finish(
        (
          await portal.order(await launch('shared', {}))
        ).id,
      );
      const { id } = order.provisionedProduct;
      const version = await versionId('v3');
      for (const user of ['both-dev', 'platform-engineer']) {
        const { body } = await portal.get(
          `/provisioned-products/sandbox/${id}/update-form?version=${version}`,
          user,
        );
        expect(body.form.parameters).toContainEqual(
          expect.objectContaining({
            key: 'Squad',
            default: 'team-payments',
            fixed: true,
          }),
        );
        expect(body.form.owners).toEqual(['group:default/team-payments']);
      }
      const update = await portal.order(
        {
          kind: 'update',
          target: 'sandbox',
          provisionedProductId: id,
          versionId: version,
          parameters: {},
        },
        'both-dev',
      );
      expect(valuesOf(await portal.finish(update.id))).toMatchObject({
        Team: 'team-payments',
        Squad: 'team-payments',
      });
    });

    it('are not left to the caller when the portal has no value', async () => {
      const request = await launch('alone', { Component: 'any' }, 'v2');
      expect(await refusal(request)).toMatchObject([
        {
          field: 'parameters.Component',
          message: expect.stringContaining('only in an order for an entity'),
        },
      ]);
    });

    it('are checked by the rules of the template', async () => {
      expect(await refusal(await launch('other', {}), 'search-dev')).toEqual([
        {
          field: 'parameters.Team',
          message:
            "Parameter 'Team' must match pattern team-p[a-z]+. The portal fills in 'team-search': ask the people who run it.",
        },
      ]);
    });
  },
);
