import {
  RiStackLine,
  RiStoreLine,
  RiTerminalBoxLine,
  RiToolsLine,
} from '@remixicon/react';
import styles from './ProductIcon.module.css';

const icons: Record<string, typeof RiStackLine> = {
  CLOUD_FORMATION_TEMPLATE: RiStackLine,
  MARKETPLACE: RiStoreLine,
  TERRAFORM_OPEN_SOURCE: RiTerminalBoxLine,
  TERRAFORM_CLOUD: RiTerminalBoxLine,
  EXTERNAL: RiToolsLine,
};

/** A picture of how a product is built. */
export const ProductIcon = (props: {
  /** AWS: `ProductType` */
  type: string;
}) => {
  const Icon = icons[props.type] ?? RiStackLine;
  return (
    <span className={styles.icon} aria-hidden="true">
      <Icon />
    </span>
  );
};
