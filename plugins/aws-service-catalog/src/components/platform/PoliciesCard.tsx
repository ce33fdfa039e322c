import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Text } from '@backstage/ui';
import type { ListPoliciesResponse } from 'backstage-plugin-aws-service-catalog-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, ProblemText, RelativeTime, RowsSkeleton } from '../common';
import styles from './Platform.module.css';
import {
  approvalText,
  leaseText,
  ordersText,
  quotaLimitText,
  resourcesText,
} from './policyWords';

type Line = {
  /** Absent: what holds for everything else. */
  name?: string;
  about: string;
  says: string;
  problems: string[];
};

/** Policies of one kind, in the order in which they are asked. */
function Policies(props: { title: string; lines: Line[]; none: string }) {
  const { title, lines, none } = props;
  return (
    <section className={styles.policies}>
      <Text as="h4" weight="bold">
        {title}
      </Text>
      {lines.length === 0 ? (
        <Text as="p" color="secondary">
          {none}
        </Text>
      ) : (
        <ol className={styles.findings} aria-label={title}>
          {lines.map(({ name, about, says, problems }) => (
            <li key={name ?? ''} className={styles.finding}>
              <Text as="p">
                {name && <b>{`${name}: `}</b>}
                {about}
              </Text>
              <Text as="p" color="secondary">
                {says}
              </Text>
              {problems.map(problem => (
                <ProblemText key={problem}>{problem}</ProblemText>
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function AllPolicies({ policies }: { policies: ListPoliciesResponse }) {
  const { approvals, defaultApproval, quotas, leases } = policies;
  return (
    <>
      <Text as="p" color="secondary">
        {policies.asksModule &&
          'A module is asked about approval first; where it has no rule, these hold. '}
        Of each kind the first one that fits holds.
      </Text>
      <Policies
        title="Approval"
        lines={[
          ...approvals.map(({ name, match, problems, ...rule }) => ({
            name,
            about: ordersText(match),
            says: approvalText(rule),
            problems,
          })),
          {
            about:
              approvals.length > 0
                ? `Otherwise: ${ordersText({})}`
                : ordersText({}),
            says: approvalText(defaultApproval),
            problems: [],
          },
        ]}
        none=""
      />
      <Policies
        title="Quotas"
        lines={quotas.map(({ name, match, limit, problems }) => ({
          name,
          about: resourcesText(match),
          says: quotaLimitText(limit),
          problems,
        }))}
        none="There are none: everybody may have as many as they like."
      />
      <Policies
        title="Leases"
        lines={leases.map(policy => ({
          name: policy.name,
          about: resourcesText(policy.match),
          says: leaseText(policy),
          problems: policy.problems,
        }))}
        none="There are none: everything may live for ever."
      />
      <Text as="p" variant="body-x-small" color="secondary">
        {policies.examinedAt ? (
          <>
            Whether what they name exists was looked up{' '}
            <RelativeTime at={policies.examinedAt} />.
          </>
        ) : (
          'Whether what they name exists was not looked up yet.'
        )}
      </Text>
    </>
  );
}

/**
 * The policies as the backend has read them, in words, and which of them name what does not exist.
 *
 * @param props.examinedAt - when that was found out the last time, as far as the page knows: it is asked for again when it changes
 */
export function PoliciesCard({ examinedAt }: { examinedAt?: string }) {
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listPolicies(),
    [api, examinedAt],
  );
  return (
    <EntityInfoCard title="Policies">
      <Flex direction="column" gap="4">
        {error && (
          <ErrorPanel
            title="The policies could not be loaded"
            error={error}
            onRetry={retry}
          />
        )}
        {!value && !error && <RowsSkeleton count={3} />}
        {value && <AllPolicies policies={value} />}
      </Flex>
    </EntityInfoCard>
  );
}
