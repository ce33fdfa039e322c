import {
  Aws,
  aws_iam as iam,
  aws_rds as rds,
  aws_servicecatalog as servicecatalog,
  CfnCondition,
  CfnDeletionPolicy,
  CfnOutput,
  CfnParameter,
  CfnRule,
  CfnTag,
  Fn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import { addGovernanceParameters, describeForm } from './parameters';
import { addPostgresParameters, POSTGRES_FORM } from './postgresParameters';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

class Postgres extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'A PostgreSQL database on Amazon RDS, encrypted, backed up and not reachable from the internet.',
      analyticsReporting: false,
    });
    describeForm(this, POSTGRES_FORM);
    const { team, environment } = addGovernanceParameters(this, {
      teamIsOptional: true,
      environmentDecides: 'A prod database has to have a standby.',
    });
    const parameters = addPostgresParameters(this);

    new CfnRule(this, 'ProdHasAStandby', {
      ruleCondition: Fn.conditionEquals(environment.valueAsString, 'prod'),
      assertions: [
        {
          assert: Fn.conditionEquals(parameters.multiAz.valueAsString, 'true'),
          assertDescription:
            'A prod database needs a standby in a second availability zone',
        },
      ],
    });
    const given = (conditionId: string, value: string) =>
      new CfnCondition(this, conditionId, {
        expression: Fn.conditionNot(Fn.conditionEquals(value, '')),
      });
    const hasSubnetGroup = given(
      'HasSubnetGroup',
      parameters.subnetGroup.valueAsString,
    );
    const hasSecurityGroups = given(
      'HasSecurityGroups',
      Fn.join('', parameters.securityGroups.valueAsList),
    );
    const hasTeam = given('HasTeam', team.valueAsString);
    const isProd = new CfnCondition(this, 'IsProd', {
      expression: Fn.conditionEquals(environment.valueAsString, 'prod'),
    });

    const database = new rds.CfnDBInstance(this, 'Database', {
      engine: 'postgres',
      engineVersion: '17.6',
      autoMinorVersionUpgrade: true,
      dbName: parameters.name.valueAsString,
      dbInstanceClass: parameters.instanceClass.valueAsString,
      allocatedStorage: parameters.storage.valueAsString,
      storageType: 'gp3',
      storageEncrypted: true,
      multiAz: boolean(parameters.multiAz),
      masterUsername: parameters.user.valueAsString,
      masterUserPassword: parameters.password.valueAsString,
      dbSubnetGroupName: Fn.conditionIf(
        hasSubnetGroup.logicalId,
        parameters.subnetGroup.valueAsString,
        Aws.NO_VALUE,
      ).toString(),
      vpcSecurityGroups: Fn.conditionIf(
        hasSecurityGroups.logicalId,
        parameters.securityGroups.valueAsList,
        Aws.NO_VALUE,
      ) as unknown as string[],
      publiclyAccessible: false,
      backupRetentionPeriod: Fn.conditionIf(
        isProd.logicalId,
        35,
        7,
      ) as unknown as number,
      copyTagsToSnapshot: true,
      tags: [
        Fn.conditionIf(
          hasTeam.logicalId,
          { Key: 'Team', Value: team.valueAsString },
          Aws.NO_VALUE,
        ) as unknown as CfnTag,
      ],
    });
    // A last snapshot stays behind when the product is terminated.
    database.cfnOptions.deletionPolicy = CfnDeletionPolicy.SNAPSHOT;
    database.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.SNAPSHOT;
    acknowledge(
      database,
      'The developer decides, and a rule of the template makes it so for prod',
      ['RDS3'],
    );
    acknowledge(
      database,
      'Backups are kept for 7 or, in prod, 35 days; the rule cannot read a condition',
      ['RDS13'],
    );
    acknowledge(
      database,
      'Terminating the product is meant to delete the database; the last snapshot stays',
      ['RDS10'],
    );
    acknowledge(
      database,
      'Security groups decide who may connect; another port would only surprise clients',
      ['RDS11'],
    );

    const output = (outputId: string, description: string, value: string) =>
      new CfnOutput(this, outputId, { description, value });
    output(
      'EndpointAddress',
      'Host name to connect to',
      database.attrEndpointAddress,
    );
    output('EndpointPort', 'Port to connect to', database.attrEndpointPort);
    const name = output(
      'DatabaseNameOutput',
      'Name of the first database',
      parameters.name.valueAsString,
    );
    name.overrideLogicalId('DatabaseName');
    output(
      'DatabaseArn',
      'ARN of the instance, for IAM policies',
      database.attrDbInstanceArn,
    );
  }
}

/** CloudFormation takes the text `true` for a boolean; the type of the property does not. */
function boolean(parameter: CfnParameter): boolean {
  return parameter.value as unknown as boolean;
}

const rdsArn = (kind: string) =>
  `arn:${Aws.PARTITION}:rds:*:${Aws.ACCOUNT_ID}:${kind}:*`;
const RDS_KINDS = ['db', 'og', 'pg', 'snapshot', 'subgrp'];

/** A PostgreSQL database. */
export const postgres: ProductDefinition = {
  key: 'postgresql-rds-instance',
  name: 'PostgreSQL RDS Instance',
  description:
    'A PostgreSQL database, encrypted, backed up and not reachable from the internet',
  supportDescription: SUPPORT.description,
  currentVersion: { name: '1.0', description: 'PostgreSQL 17' },
  template: {
    kind: 'stack',
    create: (scope, id) => new Postgres(scope, id),
    earlierVersions: [],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'rds:AddTagsToResource',
        'rds:CreateDBInstance',
        'rds:CreateDBSnapshot',
        'rds:DeleteDBInstance',
        'rds:DescribeDBInstances',
        'rds:DescribeDBSnapshots',
        'rds:ListTagsForResource',
        'rds:ModifyDBInstance',
        'rds:RemoveTagsFromResource',
      ],
      resources: RDS_KINDS.map(rdsArn),
    }),
    new iam.PolicyStatement({
      actions: [
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ],
  actions: [
    {
      key: 'reboot-database',
      name: 'Reboot-database',
      description: 'Restarts the database, which is away for a minute or two',
      runbook: { name: 'AWS-RebootRdsInstance', version: '1' },
      target: 'InstanceId',
      permissions: () => [
        new iam.PolicyStatement({
          actions: ['rds:RebootDBInstance'],
          resources: [rdsArn('db')],
        }),
      ],
    },
  ],
  acknowledged: [
    'IAM5[Resource::*]',
    ...RDS_KINDS.map(
      kind =>
        `IAM5[Resource::arn:<AWS::Partition>:rds:*:<AWS::AccountId>:${kind}:*]`,
    ),
  ],
};
