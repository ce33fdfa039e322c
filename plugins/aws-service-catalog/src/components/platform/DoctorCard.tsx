import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Button, Flex, Link, Text } from '@backstage/ui';
import { RiInformationLine, RiStethoscopeLine } from '@remixicon/react';
import type {
  DoctorFinding,
  DoctorReport,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useEffect } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { productRouteRef } from '../../routes';
import { ErrorPanel, RelativeTime, RowsSkeleton, ToneBadge } from '../common';
import type { Tone } from '../common/states';
import { LiveRules, useLive } from '../details/useLive';
import { useSubmit } from '../details/useSubmit';
import styles from './Platform.module.css';

const looks: Record<
  DoctorFinding['severity'],
  { label: string; tone: Tone; Icon?: typeof RiInformationLine }
> = {
  error: { label: 'Error', tone: 'negative' },
  warning: { label: 'Warning', tone: 'warning' },
  info: { label: 'Note', tone: 'neutral', Icon: RiInformationLine },
};

const rules: LiveRules<DoctorReport> = {
  isSettled: ({ running }) => !running,
  fingerprint: ({ running, examinedAt }) => `${running} ${examinedAt}`,
};

function Finding({ finding }: { finding: DoctorFinding }) {
  const { severity, target, product, message, mend } = finding;
  const productLink = useRouteRef(productRouteRef);
  return (
    <li className={styles.finding}>
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <ToneBadge {...looks[severity]} />
        <Text variant="body-small" color="secondary">
          {target ?? 'Portal'}
          {product && target && (
            <>
              {' · '}
              <Link href={productLink({ target, id: product.id })}>
                {product.name}
              </Link>
            </>
          )}
        </Text>
      </Flex>
      <Text as="p">{message}</Text>
      <Text as="p" color="secondary">
        {mend}
      </Text>
    </li>
  );
}

/**
 * What is wrong with targets, products and policies, and how to mend it.
 *
 * @param props.onExamined - told when the last examination ended; the same function every time
 */
export function DoctorCard(props: {
  onExamined(examinedAt: string | undefined): void;
}) {
  const { onExamined } = props;
  const api = useApi(awsServiceCatalogApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getDoctorReport({ signal }),
    [api],
  );
  const { value, error, show, refresh } = useLive(load, rules);
  const run = useSubmit(show);
  useEffect(() => onExamined(value?.examinedAt), [onExamined, value]);
  return (
    <EntityInfoCard
      title="Product doctor"
      footerActions={
        <Button
          variant="secondary"
          iconStart={<RiStethoscopeLine />}
          isPending={run.isPending || value?.running}
          onPress={() => run.submit(() => api.runDoctor())}
        >
          Examine again
        </Button>
      }
    >
      <Flex direction="column" gap="4">
        {(error ?? run.error) !== undefined && (
          <ErrorPanel
            title="The findings could not be loaded"
            error={error ?? run.error}
            onRetry={refresh}
          />
        )}
        {!value && !error && <RowsSkeleton count={3} />}
        <Text as="p" color="secondary" role="status">
          {value?.running && 'Examining targets and products …'}
          {value && !value.running && value.examinedAt && (
            <>
              {`${value.products} products were examined `}
              <RelativeTime at={value.examinedAt} />.
              {value.findings.length === 0 && ' Nothing is wrong.'}
            </>
          )}
          {value &&
            !value.running &&
            !value.examinedAt &&
            'Nothing was examined yet.'}
        </Text>
        {value && value.findings.length > 0 && (
          <ul className={styles.findings} aria-label="Findings, worst first">
            {value.findings.map(finding => (
              <Finding
                key={`${finding.code} ${finding.target} ${finding.product?.id} ${finding.message}`}
                finding={finding}
              />
            ))}
          </ul>
        )}
      </Flex>
    </EntityInfoCard>
  );
}
