import {
  Badge,
  ButtonLink,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Link,
  Text,
} from '@backstage/ui';
import type { Product } from 'backstage-plugin-aws-service-catalog-common';
import { formatMonthlyCost } from '../details/money';
import { ProductIcon } from './ProductIcon';
import styles from './ProductCard.module.css';
import { useProductLinks } from './useProductLinks';
import { getCurrentVersion, getLaunchObstacle } from './versions';

/** A product as it is offered: what it is, where it comes from and goes to, and the button that orders it. */
export const ProductCard = (props: {
  product: Product;
  /** The entity to order for; undefined: for a team. */
  entityRef?: string;
}) => {
  const { product, entityRef } = props;
  const links = useProductLinks(entityRef);
  const version = getCurrentVersion(product);
  const obstacle = getLaunchObstacle(product);
  return (
    <Card className={styles.card}>
      <CardHeader>
        <div className={styles.head}>
          <ProductIcon type={product.type} />
          <div className={styles.titles}>
            <Text
              as="h2"
              variant="body-large"
              weight="bold"
              className={styles.title}
            >
              <Link
                href={links.product(product)}
                variant="body-large"
                weight="bold"
                standalone
              >
                {product.name}
              </Link>
            </Text>
            <Text variant="body-x-small" color="secondary" as="p">
              by {product.provider}
            </Text>
          </div>
        </div>
      </CardHeader>
      <CardBody>
        <Text as="p" className={styles.description}>
          {product.shortDescription ?? 'No description.'}
        </Text>
        <dl className={styles.facts}>
          <div>
            <dt>Portfolio</dt>
            <dd>
              {product.paths.map(path => path.portfolioName).join(', ') || '–'}
            </dd>
          </div>
          <div>
            <dt>Target</dt>
            <dd>
              {product.target} · {product.region}
            </dd>
          </div>
          {product.estimate && (
            <div>
              <dt>Cost</dt>
              <dd>{formatMonthlyCost(product.estimate)}</dd>
            </div>
          )}
        </dl>
      </CardBody>
      <CardFooter>
        <div className={styles.foot}>
          {version ? (
            <Badge>Version {version.name}</Badge>
          ) : (
            <Badge>No current version</Badge>
          )}
          {obstacle ? (
            <Text variant="body-x-small" color="secondary">
              Cannot be ordered now
            </Text>
          ) : (
            <ButtonLink
              href={links.orderForm(product)}
              size="small"
              aria-label={`Order ${product.name} in ${product.target}`}
            >
              Order
            </ButtonLink>
          )}
        </div>
      </CardFooter>
    </Card>
  );
};
