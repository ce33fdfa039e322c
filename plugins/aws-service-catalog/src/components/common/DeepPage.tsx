import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { Container, Header } from '@backstage/ui';
import { ReactNode } from 'react';
import { Helmet } from 'react-helmet';

/**
 * A page below a tab: title, breadcrumbs (in the new frontend system, whose header shows them), document title and content.
 */
export const DeepPage = (props: {
  title: string;
  /** The title's short form among the breadcrumbs; default: the title. */
  crumb?: string;
  /** The page's own path. */
  href: string;
  /** The pages between the tab and this one, outermost first. */
  parents?: Array<{ label: string; href: string }>;
  /** Plain text below the title; markdown links would be followed, so pass only words of our own. */
  description?: string;
  /** Buttons at the title. */
  actions?: ReactNode;
  children: ReactNode;
}) => {
  const page = (
    <>
      <Helmet title={props.title} />
      <Header
        title={props.title}
        description={props.description}
        customActions={props.actions}
      />
      <Container>{props.children}</Container>
    </>
  );
  return [
    ...(props.parents ?? []),
    { label: props.crumb ?? props.title, href: props.href },
  ].reduceRight(
    (children, entry) => (
      <BreadcrumbEntry entry={entry}>{children}</BreadcrumbEntry>
    ),
    page,
  );
};
