import { Text } from '@backstage/ui';
import { useState } from 'react';
import { FormDialog } from '../details/FormDialog';
import { useSubmit } from '../details/useSubmit';
import { OwnerField } from './OwnerField';

/** Asks who is to own something, and tells the backend. */
export function OwnerDialog<TResult>(props: {
  title: string;
  /** What happens, and what does not. */
  explanation: string;
  button: string;
  change(owner: string): Promise<TResult>;
  onClose(): void;
  onDone(result: TResult): void;
}) {
  const { title, explanation, button, change, onClose, onDone } = props;
  const [owner, setOwner] = useState('');
  const { isPending, error, submit } = useSubmit(onDone);
  return (
    <FormDialog
      title={title}
      button={button}
      isDisabled={!owner}
      isPending={isPending}
      error={error}
      errorTitle="The owner was not changed"
      onSubmit={() => submit(() => change(owner))}
      onClose={onClose}
    >
      <Text as="p">{explanation}</Text>
      <OwnerField label="Owner" value={owner} onChange={setOwner} />
    </FormDialog>
  );
}
