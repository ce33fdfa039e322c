import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex } from '@backstage/ui';
import { useState } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { ErrorPanel, RowsSkeleton } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { AlarmsCard } from './AlarmsCard';
import { CostsSection } from './CostsSection';
import { DoctorCard } from './DoctorCard';
import { OwnersCard } from './OwnersCard';
import { PoliciesCard } from './PoliciesCard';
import { TargetsCard } from './TargetsCard';
import { UnownedCard } from './UnownedCard';

/** Whether the service is healthy, for the people who run the portal. */
export function PlatformPage() {
  const api = useApi(awsServiceCatalogApiRef);
  const { value, error, retry } = useAsyncRetry(() => api.listTargets(), [api]);
  const [examinedAt, setExaminedAt] = useState<string>();
  if (value && !value.operator) {
    return (
      <Container py="4">
        <EmptyList
          title="This page is for the people who run the portal"
          description="They are named as operators in its configuration."
        />
      </Container>
    );
  }
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        {error && (
          <ErrorPanel
            title="The targets could not be loaded"
            error={error}
            onRetry={retry}
          />
        )}
        {!value && !error && <RowsSkeleton />}
        {value && (
          <>
            <TargetsCard targets={value.items} onChange={retry} />
            <AlarmsCard />
            <DoctorCard onExamined={setExaminedAt} />
            <UnownedCard targets={value.items} />
            <OwnersCard />
            <PoliciesCard examinedAt={examinedAt} />
            <CostsSection />
          </>
        )}
      </Flex>
    </Container>
  );
}
