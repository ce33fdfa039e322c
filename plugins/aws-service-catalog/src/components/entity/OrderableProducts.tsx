import {
  ButtonLink,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import type {
  ListProductsResponse,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { useId } from 'react';
import {
  CardsSkeleton,
  EntityOrderingNotice,
  ErrorPanel,
  TargetFreshness,
} from '../common';
import { EmptyList } from '../lists/EmptyList';
import { useProductLinks } from '../products/useProductLinks';
import { getLaunchObstacle } from '../products/versions';
import styles from './EntityAwsContent.module.css';

function ProductTile(props: {
  product: Product;
  links: ReturnType<typeof useProductLinks>;
}) {
  const { product, links } = props;
  const obstacle = getLaunchObstacle(product);
  return (
    <Card className={styles.card}>
      <CardHeader>
        <Link href={links.product(product)} weight="bold" standalone>
          {product.name}
        </Link>
      </CardHeader>
      <CardBody>
        <Text
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.description}
        >
          {product.shortDescription || `By ${product.provider}`}
        </Text>
      </CardBody>
      <CardFooter>
        {obstacle ? (
          <Text variant="body-x-small" color="secondary">
            {obstacle}
          </Text>
        ) : (
          <ButtonLink
            variant="secondary"
            href={links.orderForm(product)}
            aria-label={`Order ${product.name}`}
          >
            Order
          </ButtonLink>
        )}
      </CardFooter>
    </Card>
  );
}

function Offer(props: { entityRef: string; answer: ListProductsResponse }) {
  const { entityRef, answer } = props;
  const links = useProductLinks(entityRef);
  if (answer.entity && answer.entity.state !== 'ok') {
    return <EntityOrderingNotice ordering={answer.entity} />;
  }
  if (answer.items.length === 0) {
    return (
      <EmptyList
        title="There is nothing to order"
        description="No portfolio offers a product to the owner of this entity. Ask the platform team for access to one."
      />
    );
  }
  return (
    <Flex direction="column" gap="3">
      <ul className={styles.cards}>
        {answer.items.map(product => (
          <li key={`${product.target}/${product.id}`}>
            <ProductTile product={product} links={links} />
          </li>
        ))}
      </ul>
      {answer.nextCursor && (
        <Link href={links.gallery()}>
          {`All ${answer.totalItems} products`}
        </Link>
      )}
    </Flex>
  );
}

/** What may be ordered for an entity, or in one sentence why nothing may. */
export function OrderableProducts(props: {
  title: string;
  entityRef: string;
  answer?: ListProductsResponse;
  error?: Error;
  onRetry(): void;
}) {
  const { title, entityRef, answer, error, onRetry } = props;
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={styles.offer}>
      <Text as="h3" id={titleId} variant="title-x-small" weight="bold">
        {title}
      </Text>
      {error && (
        <ErrorPanel
          title="The products could not be loaded"
          error={error}
          onRetry={onRetry}
        />
      )}
      {!answer && !error && <CardsSkeleton count={3} />}
      {answer && <Offer entityRef={entityRef} answer={answer} />}
      {answer && <TargetFreshness targets={answer.targets} />}
    </section>
  );
}
