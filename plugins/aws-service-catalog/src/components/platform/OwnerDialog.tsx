import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { ErrorPanel } from '../common';
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
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>{title}</DialogHeader>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (owner) {
            submit(() => change(owner));
          }
        }}
      >
        <DialogBody>
          <Flex direction="column" gap="4">
            <Text as="p">{explanation}</Text>
            <OwnerField label="Owner" value={owner} onChange={setOwner} />
            {error !== undefined && (
              <ErrorPanel title="The owner was not changed" error={error} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button type="submit" isPending={isPending} isDisabled={!owner}>
            {button}
          </Button>
          <Button variant="secondary" onPress={onClose}>
            Not now
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
