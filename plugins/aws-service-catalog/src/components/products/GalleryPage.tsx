import { Button, Container, Flex, Text } from '@backstage/ui';
import type { ListProductsResponse } from 'backstage-plugin-aws-service-catalog-common';
import {
  CardsSkeleton,
  EntityOrderingNotice,
  ErrorPanel,
  TargetFreshness,
} from '../common';
import { EmptyList } from '../lists/EmptyList';
import { GalleryFilters } from './GalleryFilters';
import styles from './GalleryPage.module.css';
import { OrderingFor } from './OrderingFor';
import { ProductCard } from './ProductCard';
import { ProductFilters, useProductFilters } from './useProductFilters';
import { useProducts } from './useProducts';

const Nothing = (props: {
  answer: ListProductsResponse;
  filters: ProductFilters;
  onClear(): void;
}) => {
  const { search, target, portfolio } = props.filters;
  if (search || target || portfolio) {
    return (
      <EmptyList
        title="No product matches"
        description="Try fewer words, or another portfolio or target."
        action={
          <Button variant="secondary" onPress={props.onClear}>
            Clear search and filters
          </Button>
        }
      />
    );
  }
  if (props.answer.targets.length === 0) {
    return (
      <EmptyList
        title="No AWS account serves your teams yet"
        description="Ask the people who run this portal to let a target serve one of your teams."
      />
    );
  }
  return (
    <EmptyList
      title="There is nothing to order yet"
      description="No portfolio that the portal can read has a product. Ask the people who run this portal to grant it access to one."
    />
  );
};

/** The tab "Catalog": what may I have? */
export const GalleryPage = () => {
  const { filters, setFilters } = useProductFilters();
  const { answer, products, loading, error, retry, more } =
    useProducts(filters);
  const { entityRef } = filters;
  const blocked = answer?.entity && answer.entity.state !== 'ok';
  return (
    <Container className={styles.page}>
      {entityRef && (
        <Flex align="center" gap="3" className={styles.wrap}>
          <OrderingFor entityRef={entityRef} />
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setFilters({ entityRef: undefined })}
          >
            Order for a team instead
          </Button>
        </Flex>
      )}
      <GalleryFilters
        filters={filters}
        targets={answer?.targets.map(target => target.name) ?? []}
        portfolios={answer?.portfolios ?? []}
        onChange={setFilters}
      />
      {error && (
        <ErrorPanel
          title="The products could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!answer && loading && <CardsSkeleton />}
      {answer?.entity && <EntityOrderingNotice ordering={answer.entity} />}
      {answer && <TargetFreshness targets={answer.targets} />}
      {answer && !blocked && products.length === 0 && !loading && (
        <Nothing
          answer={answer}
          filters={filters}
          onClear={() =>
            setFilters({
              search: undefined,
              target: undefined,
              portfolio: undefined,
            })
          }
        />
      )}
      {answer && products.length > 0 && (
        <section aria-label="Products" aria-busy={loading}>
          <Text
            as="p"
            role="status"
            variant="body-x-small"
            color="secondary"
            className={styles.count}
          >
            {answer.totalItems === 1
              ? '1 product'
              : `${answer.totalItems} products`}
          </Text>
          <ul className={styles.cards}>
            {products.map(product => (
              <li key={`${product.target}/${product.id}`}>
                <ProductCard product={product} entityRef={entityRef} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {more.error && (
        <ErrorPanel
          title="The next products could not be loaded"
          error={more.error}
        />
      )}
      {more.available && (
        <Button
          variant="secondary"
          isPending={more.loading}
          onPress={more.load}
        >
          Show more products
        </Button>
      )}
    </Container>
  );
};
