import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityContextMenuItemBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiCloudLine } from '@remixicon/react';
import { useProductLinks } from './components/products/useProductLinks';
import { entityFilter } from './entityFilter';

/** The entry "Order AWS product" in an entity's menu. */
export const orderContextMenuItem = EntityContextMenuItemBlueprint.make({
  name: 'order',
  params: {
    icon: <RiCloudLine size={16} />,
    filter: entityFilter,
    useProps: () => {
      const { entity } = useEntity();
      const links = useProductLinks(stringifyEntityRef(entity));
      return { title: 'Order AWS product', href: links.gallery() };
    },
  },
});
