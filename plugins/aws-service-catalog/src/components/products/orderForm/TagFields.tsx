import { Select, Text } from '@backstage/ui';
import { useId } from 'react';
import styles from './OrderForm.module.css';
import type { OrderDraft } from './useOrderDraft';

/** Tags whose value the platform team lets the reader choose (AWS: TagOptions). */
export const TagFields = ({ draft }: { draft: OrderDraft }) => {
  const labelId = useId();
  const open = draft.tagChoices.filter(({ values }) => values.length > 1);
  return open.length === 0 ? null : (
    <section aria-labelledby={labelId} className={styles.section}>
      <Text as="h3" id={labelId} variant="body-large" weight="bold">
        Tags
      </Text>
      {open.map(({ key, values }) => (
        <Select
          key={key}
          label={key}
          isRequired
          options={values.map(value => ({ value, label: value }))}
          value={draft.tags[key] ?? ''}
          onChange={value => draft.changeTag(key, String(value))}
          validationBehavior="aria"
          validate={() => draft.refused.tags[key]}
        />
      ))}
    </section>
  );
};
