import { EntityInfoCard, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from '../../details/DefinitionList';
import { Tags } from '../../details/Tags';
import { useProductLinks } from '../useProductLinks';
import styles from './OrderForm.module.css';
import type { OrderDraft } from './useOrderDraft';

/** What will happen: who will own the result, where it is launched, by which role, and which tags it gets. */
export const BeforeYouLaunch = (props: {
  form: LaunchForm;
  draft: Pick<OrderDraft, 'owner' | 'tags'>;
  entityRef?: string;
}) => {
  const { form, draft, entityRef } = props;
  const links = useProductLinks(entityRef);
  const tags = [
    // Until an owner is chosen, the tags are those of another one.
    ...(draft.owner ? form.stampedTags : []),
    ...Object.entries(draft.tags).map(([key, value]) => ({ key, value })),
  ];
  return (
    <EntityInfoCard title="Before you launch">
      <DefinitionList
        entries={[
          {
            label: 'Product',
            value: (
              <Link
                href={links.product({
                  target: form.target,
                  id: form.product.id,
                })}
              >
                {form.product.name}
              </Link>
            ),
          },
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
          { label: 'Target', value: form.target },
          { label: 'AWS account', value: form.accountId },
          { label: 'Region', value: form.region },
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
      {tags.length > 0 && (
        <>
          <Text
            as="h4"
            variant="body-medium"
            weight="bold"
            className={styles.subtitle}
          >
            Tags that every resource gets
          </Text>
          <Tags tags={tags} />
        </>
      )}
    </EntityInfoCard>
  );
};
