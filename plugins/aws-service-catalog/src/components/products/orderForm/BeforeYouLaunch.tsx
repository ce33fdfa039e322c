import { EntityInfoCard, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode } from 'react';
import { Deadline } from '../../common';
import { launchTerms, PolicyProblems } from '../../approvals/LaunchTerms';
import { DefinitionList } from '../../details/DefinitionList';
import { Tags } from '../../details/Tags';
import type { Preview } from '../../details/usePreview';
import styles from './OrderForm.module.css';
import type { OrderDraft } from './useOrderDraft';

/** How long it may live, as far as it is known. */
function leaseText({ value }: Preview): ReactNode {
  if (!value?.owner) {
    return undefined;
  }
  return value.lease ? (
    <>
      Until <Deadline at={value.lease.endsAt} />, and longer when it is renewed
    </>
  ) : (
    'Until somebody terminates it'
  );
}

/** What will happen: who approves it, what it costs, who will own the result, where it is launched, by which role, and which tags it gets. */
export const BeforeYouLaunch = (props: {
  form: LaunchForm;
  draft: Pick<OrderDraft, 'owner' | 'tags'>;
  preview: Preview;
  entityRef?: string;
}) => {
  const { form, draft, preview, entityRef } = props;
  const tags = [
    // Until an owner is chosen, the tags are those of another one.
    ...(draft.owner ? form.stampedTags : []),
    ...Object.entries(draft.tags).map(([key, value]) => ({ key, value })),
  ];
  return (
    <EntityInfoCard title="Before you launch">
      <PolicyProblems preview={preview} />
      <DefinitionList
        entries={[
          ...(draft.owner ? launchTerms(preview) : []),
          { label: 'Lease', value: leaseText(preview) },
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
            value: (
              <>
                {form.target} (account {form.accountId},{' '}
                <span className={styles.whole}>{form.region}</span>)
              </>
            ),
          },
          {
            label: 'Version and portfolio',
            value: `${form.version.name}, ${form.path.portfolioName}`,
          },
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
