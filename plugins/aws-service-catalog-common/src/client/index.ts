export * from './AwsServiceCatalogClient';
export * from './routes';
