import { Flex, Select } from '@backstage/ui';
import type { CostGrouping } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { CostsCard } from '../costs/CostsCard';

const groupings: Array<{ value: CostGrouping; label: string }> = [
  { value: 'owner', label: 'Owner' },
  { value: 'product', label: 'Product' },
  { value: 'target', label: 'Target' },
];

/** What everything costs, added up as the reader wants. */
export function CostsSection() {
  const [groupBy, setGroupBy] = useState<CostGrouping>('owner');
  return (
    <CostsCard
      title="Costs"
      query={{}}
      groupBy={groupBy}
      none="AWS has charged nothing for what the portal knows."
      choice={
        <Flex>
          <Select
            label="Added up by"
            options={groupings}
            value={groupBy}
            onChange={value =>
              setGroupBy(
                groupings.find(each => each.value === value)?.value ?? 'owner',
              )
            }
          />
        </Flex>
      }
    />
  );
}
