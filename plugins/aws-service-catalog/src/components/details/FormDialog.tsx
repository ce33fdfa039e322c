import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import { ReactNode } from 'react';
import { ErrorPanel } from '../common';

/** A dialog that asks something and then changes something in the backend, as `useSubmit` does. */
export function FormDialog(props: {
  title: string;
  /** What is asked, from top to bottom. */
  children: ReactNode;
  /** What the button says that does it. */
  button: string;
  destructive?: boolean;
  /** Whether something is missing or in the way. */
  isDisabled?: boolean;
  isPending: boolean;
  /** Why the last attempt was refused. */
  error?: unknown;
  /** What that means, for example "It was not renewed". */
  errorTitle: string;
  /** What the button says that does nothing; default: "Not now". */
  cancel?: string;
  onSubmit(): void;
  onClose(): void;
}) {
  const { title, children, button, destructive, isDisabled, isPending } = props;
  const { error, errorTitle, cancel = 'Not now', onSubmit, onClose } = props;
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>{title}</DialogHeader>
      <form
        onSubmit={event => {
          event.preventDefault();
          // The Enter key submits whatever the button says.
          if (!isDisabled) {
            onSubmit();
          }
        }}
      >
        <DialogBody>
          <Flex direction="column" gap="4">
            {children}
            {error !== undefined && (
              <ErrorPanel title={errorTitle} error={error} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button
            type="submit"
            destructive={destructive}
            isPending={isPending}
            isDisabled={isDisabled}
          >
            {button}
          </Button>
          <Button variant="secondary" onPress={onClose}>
            {cancel}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
