import { Link, Text } from '@backstage/ui';
import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from '../details/DefinitionList';
import { isSafeLink } from '../details/links';

/** Whom to ask about a product. What the provider wrote becomes a link only when it is an https or a plain email address. */
export const ProductSupport = ({ support }: Pick<Product, 'support'>) => {
  const { description, email, url } = support;
  if (!description && !email && !url) {
    return <Text color="secondary">The provider names no contact.</Text>;
  }
  const isAddress = email && /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(email);
  return (
    <DefinitionList
      entries={[
        { label: 'Contact', value: description },
        {
          label: 'Email',
          value: isAddress ? (
            <Link href={`mailto:${email}`}>{email}</Link>
          ) : (
            email
          ),
        },
        {
          label: 'Website',
          value:
            url && isSafeLink(url) ? (
              <Link href={url} target="_blank" rel="noopener noreferrer">
                {url}
              </Link>
            ) : (
              url
            ),
        },
      ]}
    />
  );
};
