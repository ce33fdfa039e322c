import { ButtonIcon, VisuallyHidden } from '@backstage/ui';
import {
  RiCheckLine,
  RiErrorWarningLine,
  RiFileCopyLine,
} from '@remixicon/react';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';

/** How long the button says that it copied, in milliseconds. */
const SAID_MS = 2_000;

const icons = {
  Copied: <RiCheckLine />,
  'Not copied': <RiErrorWarningLine />,
};

/** Copies a value and says, to the eye and to screen readers, whether that worked. */
export function CopyButton(props: {
  /** What the value is, for the button's name. */
  name: string;
  value: string;
}) {
  const [{ error, value: copied }, copy] = useCopyToClipboard();
  const [isSaying, setIsSaying] = useState(false);
  useEffect(() => {
    if (!isSaying) {
      return undefined;
    }
    const timer = setTimeout(() => setIsSaying(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isSaying]);

  const outcome = isSaying && (error ? 'Not copied' : copied && 'Copied');
  return (
    <>
      <ButtonIcon
        aria-label={`Copy ${props.name}`}
        variant="tertiary"
        icon={outcome ? icons[outcome] : <RiFileCopyLine />}
        onPress={() => {
          copy(props.value);
          setIsSaying(true);
        }}
      />
      <VisuallyHidden aria-live="polite">{outcome || ''}</VisuallyHidden>
    </>
  );
}
