import { ErrorPage } from '@backstage/core-components';
import { Route, Routes } from 'react-router-dom';
import { GalleryPage } from './GalleryPage';
import { OrderFormPage } from './orderForm/OrderFormPage';
import { ProductPage } from './ProductPage';

/** The tab "Catalog": the gallery, one product below it, and the form that orders it. */
export const ProductsRouter = () => (
  <Routes>
    <Route index element={<GalleryPage />} />
    <Route path=":target/:id" element={<ProductPage />} />
    <Route path=":target/:id/order" element={<OrderFormPage />} />
    <Route
      path="*"
      element={<ErrorPage status="404" statusMessage="Page not found" />}
    />
  </Routes>
);
