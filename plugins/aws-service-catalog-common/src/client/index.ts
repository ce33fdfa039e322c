export * from './AwsServiceCatalogApi';
export * from './AwsServiceCatalogClient';
export * from './paths';
export * from './routes';
