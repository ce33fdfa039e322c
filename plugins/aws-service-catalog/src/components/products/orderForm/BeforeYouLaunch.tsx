import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from '../../details/DefinitionList';
import { Tags } from '../../details/Tags';
import type { OrderDraft } from './useOrderDraft';

/** What will happen: who will own the result, where it is launched, by which role, and which tags it gets. */
export const BeforeYouLaunch = (props: {
  form: LaunchForm;
  draft: Pick<OrderDraft, 'owner' | 'tags'>;
  entityRef?: string;
}) => {
  const { form, draft, entityRef } = props;
  const chosen = Object.entries(draft.tags).map(([key, value]) => ({
    key,
    value,
  }));
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small">
          Before you launch
        </Text>
      </CardHeader>
      <CardBody>
        <DefinitionList
          entries={[
            {
              label: 'Owner',
              value: draft.owner ? (
                <EntityRefLink entityRef={draft.owner} />
              ) : (
                'Choose one of your teams'
              ),
            },
            {
              label: 'For',
              value: entityRef && <EntityRefLink entityRef={entityRef} />,
            },
            {
              label: 'Target',
              value: `${form.target}: account ${form.accountId}, ${form.region}`,
            },
            { label: 'Version', value: form.version.name },
            { label: 'Portfolio', value: form.path.portfolioName },
            {
              label: 'Launch role',
              value:
                form.launchRole ??
                'None: AWS launches with the role of the portal',
            },
          ]}
        />
        <Text as="h3" variant="body-medium" weight="bold">
          Tags that every resource gets
        </Text>
        <Tags tags={[...(draft.owner ? form.stampedTags : []), ...chosen]} />
      </CardBody>
    </Card>
  );
};
